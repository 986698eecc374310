"""The sources of the console's stylesheet and scripts, and what builds them."""
