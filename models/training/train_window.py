"""Trains the model of shapes: a small strided convolutional network over the last points of a series.

    python train_window.py <exported windows> <model folder> [--folds N]

The windows come from `node tools/export-windows.ts`. Learned are the same labels as by the main score, and from the same
series; with --folds a model is written for each part of the recorded series that has not seen its part.
"""

import argparse
import json
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax
from model_folder import golden_rows, load_export, write_json, write_model_folder
from train_anomaly_boosting import ORIGINS, VAGUE_DATASETS, WARM_UP_ROWS, deal, targets_of
from window_onnx import to_onnx

NAME = "anomaly-window"
SEED = 20260105
# Length, stride and number of the kernels: each layer looks further back and less closely.
KERNELS = ((9, 4, 16), (7, 3, 24), (5, 2, 24))
# The newest points also reach the dense layers as they are: an alarm is about them.
NEWEST_POINTS = 24
HIDDEN = 48
EPOCHS = 10
BATCH = 512
LEARNING_RATE = 3e-3
WARM_UP_SHARE = 0.15
WEIGHT_DECAY = 2e-3
# Shipped is the running mean of the last weights: one training of few events is as much chance as skill.
MEAN_KEPT = 0.998
# For the same reason every window is shaken, by up to this part of its spread.
LARGEST_NOISE = 0.3


def load(folder: Path):
    """The index, and windows, targets, weights and series number of all that is learned from."""
    index, windows = load_export(folder)
    all_rows = np.fromfile(folder / "rows.u32", dtype="<u4")
    labels = np.fromfile(folder / "labels.u8", dtype=np.uint8)
    targets, weights = np.zeros(len(windows), np.float32), np.zeros(len(windows), np.float32)
    owners = np.zeros(len(windows), np.int32)
    for number, series in enumerate(index["series"]):
        first, last = series["firstWindow"], series["firstWindow"] + series["windows"]
        owners[first:last] = number
        if series["dataset"] in VAGUE_DATASETS:
            continue
        target, weight = targets_of(labels[series["firstLabel"] : series["firstLabel"] + series["labels"]])
        weight = np.where(target > 0, weight, weight * series["stride"])
        weight[:WARM_UP_ROWS] = 0
        rows = all_rows[first:last]
        targets[first:last] = target[rows]
        weights[first:last] = weight[rows] * ORIGINS[series["origin"]][0]
    return index, windows, targets, weights, owners


def initialise(seed, window):
    key = jax.random.PRNGKey(seed)
    convolutions, inputs, points = [], 1, window
    for length, stride, count in KERNELS:
        key, own = jax.random.split(key)
        scale = np.sqrt(2 / (length * inputs))
        convolutions.append((jax.random.normal(own, (count, inputs, length)) * scale, jnp.zeros(count)))
        inputs, points = count, -(-points // stride)
    one, two = jax.random.split(key)
    width = inputs * points + NEWEST_POINTS
    hidden = (jax.random.normal(one, (width, HIDDEN)) * np.sqrt(2 / width), jnp.zeros(HIDDEN))
    last = (jax.random.normal(two, (HIDDEN, 1)) * 0.1, jnp.zeros(1))
    return {"convolutions": convolutions, "dense": [hidden, last]}


def answer(parameters, windows):
    curve = windows[:, None, :]
    for (kernels, offset), (_, stride, _) in zip(parameters["convolutions"], KERNELS, strict=True):
        curve = jax.lax.conv_general_dilated(
            curve, kernels, (stride,), "SAME", dimension_numbers=("NCH", "OIH", "NCH")
        )
        curve = jax.nn.relu(curve + offset[None, :, None])
    values = jnp.concatenate([curve.reshape(len(windows), -1), windows[:, -NEWEST_POINTS:]], axis=1)
    (weights, offset), (last_weights, last_offset) = parameters["dense"]
    return (jax.nn.relu(values @ weights + offset) @ last_weights + last_offset)[:, 0]


def shaken(windows, rng):
    size = LARGEST_NOISE * rng.random((len(windows), 1), dtype=np.float32)
    return windows + size * rng.standard_normal(windows.shape, dtype=np.float32)


def fit(windows, targets, weights):
    used = np.flatnonzero(weights)
    weights = weights / weights[used].mean()
    steps = EPOCHS * (len(used) // BATCH)
    rng = np.random.default_rng(SEED)
    parameters = initialise(SEED, windows.shape[1])
    schedule = optax.cosine_onecycle_schedule(steps, LEARNING_RATE, pct_start=WARM_UP_SHARE)
    optimiser = optax.adamw(schedule, weight_decay=WEIGHT_DECAY)

    def loss(parameters, batch, target, weight):
        return jnp.mean(weight * optax.sigmoid_binary_cross_entropy(answer(parameters, batch), target))

    @jax.jit
    def step(parameters, mean, state, *batch):
        gradients = jax.grad(loss)(parameters, *batch)
        updates, state = optimiser.update(gradients, state, parameters)
        parameters = optax.apply_updates(parameters, updates)
        mean = jax.tree.map(lambda old, new: MEAN_KEPT * old + (1 - MEAN_KEPT) * new, mean, parameters)
        return parameters, mean, state

    mean, state = parameters, optimiser.init(parameters)
    for _ in range(steps):
        rows = used[rng.integers(0, len(used), BATCH)]
        batch = shaken(windows[rows], rng), targets[rows], weights[rows]
        parameters, mean, state = step(parameters, mean, state, *batch)
    return mean, len(used)


def write(folder, index, windows, parameters, rows):
    golden = golden_rows(windows[:: max(1, len(windows) // 20000)], np.random.default_rng(SEED))
    write_model_folder(
        folder,
        name=NAME,
        model=to_onnx(
            parameters,
            strides=[stride for _, stride, _ in KERNELS],
            window=windows.shape[1],
            newest=NEWEST_POINTS,
        ),
        index=index,
        parameters={},
        training={
            "command": f"python models/training/train_window.py <exported windows> models/{NAME}",
            "seed": SEED,
            "epochs": EPOCHS,
            "rows": rows,
            "series": len(index["series"]),
            "datasets": sorted({s["dataset"] for s in index["series"]} - VAGUE_DATASETS),
        },
        golden=(golden, answer(parameters, golden)),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("windows", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int)
    options = parser.parse_args()
    index, windows, targets, weights, owners = load(options.windows)
    if options.folds is None:
        write(options.folder, index, windows, *fit(windows, targets, weights))
        return
    folds = deal(index, options.folds)
    fold_of_owner = np.array([folds.get((s["dataset"], s["name"]), -1) for s in index["series"]])
    for fold in range(options.folds):
        seen = np.where(fold_of_owner[owners] == fold, 0, weights)
        write(options.folder / f"fold-{fold}", index, windows, *fit(windows, targets, seen))
    write_json(options.folder / "folds.json", {f"{dataset}/{name}": fold for (dataset, name), fold in folds.items()})


if __name__ == "__main__":
    main()
