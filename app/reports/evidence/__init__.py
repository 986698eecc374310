"""Evidence for treaty bodies and the UPR: which recommendation is answered by which indicators, and packs of them."""
