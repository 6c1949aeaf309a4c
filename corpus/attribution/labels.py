"""What the network says of each word (a label) and of two words (a link)."""

import numpy as np

ROLES = ("source", "cue", "content")
LABELS = ("O", *(f"{part}-{role}" for role in ROLES for part in "BI"))  # O, B-source, I-source, B-cue, ...
POINTERS = ("source_of_cue", "cue_of_source", "cue_of_content")

# whether label b may follow label a, as ALLOWED[a, b]: an I- follows only its own B- or I-
ALLOWED = np.array([[not b.startswith("I-") or a[2:] == b[2:] for b in LABELS] for a in LABELS])
