"""Prints what TensorBoard finds in run folders: read_events.py FOLDER... -> a JSON object for each, a line each.

{"scalars": {tag: [[step, value], ...]}, "images": {tag: [[step, width, height, PNG in Base64], ...]}}
"""

import base64
import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
from tensorboard.backend.event_processing.event_accumulator import IMAGES, SCALARS, EventAccumulator

for folder in sys.argv[1:]:
    # A size of 0 keeps everything, where TensorBoard's window shows a random choice of a long run.
    events = EventAccumulator(folder, size_guidance={SCALARS: 0, IMAGES: 0}).Reload()
    scalars = {tag: [[event.step, event.value] for event in events.Scalars(tag)] for tag in events.Tags()[SCALARS]}
    images = {
        tag: [
            [event.step, event.width, event.height, base64.b64encode(event.encoded_image_string).decode()]
            for event in events.Images(tag)
        ]
        for tag in events.Tags()[IMAGES]
    }
    print(json.dumps({"scalars": scalars, "images": images}))
