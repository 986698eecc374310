"""An invented nation: many cases, told once, judged by the real engine act by act, and written in bulk."""
