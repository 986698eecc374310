"""What a person can do: plain functions, `work` first."""
