"""Trains the forecast model: which simple forecast to follow, and how sure to be, for each step ahead.

    python train_forecast.py <exported features> <model folder> [--folds 5]

A recurrent layer (LSTM) reads the course of the last points and hours; two dense layers read it together with how the
simple forecasts did lately; the answer is a mix of the simple forecasts and three widths. Trained on the pinball loss of
q10, q50 and q90, in usual errors of the seasonal naive forecast. The features come from
`node tools/export-forecast-features.ts`. Cross-validated over groups: no machine, service or component is both trained
on and judged. With --folds the models of the folds are written too, for `npm run bench:models`.
"""

import argparse
import json
from functools import partial
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax
from forecast_onnx import to_onnx
from model_folder import golden_rows, load_export, write_model_folder

SEED = 20260114
FOLDS = 5
EPOCHS = 14
BATCH = 1024
LEARNING_RATE = 3e-3
WEIGHT_DECAY = 1e-3
HIDDEN = 64
CELLS = 24
COURSE = 48
QUANTILES = np.array([0.1, 0.5, 0.9], dtype=np.float32)
# Distances further than these are outliers that would outweigh the rest.
LARGEST_POINT, LARGEST_TARGET = 50, 200
AIMED_COVERAGE = 0.8


def load(folder: Path):
    index, features = load_export(folder)
    steps = np.fromfile(folder / "steps.f32", dtype="<f4").reshape(len(features), -1)
    groups = np.repeat(np.array([s["group"] for s in index["series"]]), [s["rows"] for s in index["series"]])
    data = {
        "features": features,
        "horizon": steps[:, 0].astype(int),
        "weight": steps[:, 1],
        "target": np.clip(steps[:, 2], -LARGEST_TARGET, LARGEST_TARGET),
        "points": np.clip(steps[:, 3:], -LARGEST_POINT, LARGEST_POINT),
    }
    return index, data, groups


def fold_of_groups(groups, folds):
    names = sorted(set(groups))
    order = np.random.default_rng(SEED).permutation(len(names))
    return {name: int(place % folds) for name, place in zip(names, order)}


def initialise(seed, plain_count, point_count):
    keys = jax.random.split(jax.random.PRNGKey(seed), 5)
    sizes = [plain_count + CELLS, HIDDEN, HIDDEN, point_count + 3]
    dense = []
    for key, rows, columns in zip(keys, sizes[:-1], sizes[1:]):
        spread = 0.1 if columns == sizes[-1] else 1.0
        dense.append((jax.random.normal(key, (rows, columns)) * spread * np.sqrt(2 / rows), jnp.zeros(columns)))
    return {
        "dense": dense,
        "input": jax.random.normal(keys[3], (2, 4 * CELLS)) * 0.5,
        "recurrent": jax.random.normal(keys[4], (CELLS, 4 * CELLS)) * 0.15,
        # The forget gate begins open.
        "bias": jnp.concatenate([jnp.zeros(2 * CELLS), jnp.ones(CELLS), jnp.zeros(CELLS)]),
    }


def read_course(parameters, course):
    """The last state of an LSTM over rows x steps x 2; gates in the order of ONNX: input, output, forget, cell."""

    def advance(state, values):
        hidden, cell = state
        gates = values @ parameters["input"] + hidden @ parameters["recurrent"] + parameters["bias"]
        let_in, let_out, keep, candidate = jnp.split(gates, 4, axis=1)
        cell = jax.nn.sigmoid(keep) * cell + jax.nn.sigmoid(let_in) * jnp.tanh(candidate)
        return (jax.nn.sigmoid(let_out) * jnp.tanh(cell), cell), None

    zero = jnp.zeros((course.shape[0], CELLS))
    (hidden, _), _ = jax.lax.scan(advance, (zero, zero), jnp.swapaxes(course, 0, 1))
    return hidden


def answer(parameters, plain, course, point_count):
    """Shares of the simple forecasts, the shift of the middle, and the distances of q10 and q90 from it."""
    values = jnp.concatenate([plain, read_course(parameters, course)], axis=1)
    for weights, bias in parameters["dense"][:-1]:
        values = jax.nn.relu(values @ weights + bias)
    weights, bias = parameters["dense"][-1]
    values = values @ weights + bias
    shares = jax.nn.softmax(values[:, :point_count])
    shift = 0.5 * values[:, point_count : point_count + 1]
    widths = 1.5 * jax.nn.softplus(values[:, point_count + 1 :])
    return jnp.concatenate([shares, shift, widths], axis=1)


def quantiles_of(answers, points):
    count = points.shape[1]
    middle = (answers[:, :count] * points).sum(axis=1) + answers[:, count]
    return jnp.stack([middle - answers[:, count + 1], middle, middle + answers[:, count + 2]], axis=1)


def split(features):
    """Plain features, and the course as rows x steps x (points, hours)."""
    plain, course = features[:, : -2 * COURSE], features[:, -2 * COURSE :]
    return plain, course.reshape(-1, 2, COURSE).transpose(0, 2, 1)


def pinball(target, quantiles):
    distance = target[:, None] - quantiles
    return jnp.maximum(QUANTILES * distance, (QUANTILES - 1) * distance)


def fit(data, rows, seed):
    point_count = data["points"].shape[1]
    plain, course = split(data["features"])
    mean, spread = plain[rows].mean(axis=0), plain[rows].std(axis=0) + 1e-6
    plain = ((plain - mean) / spread).astype(np.float32)
    parameters = initialise(seed, plain.shape[1], point_count)
    schedule = optax.cosine_decay_schedule(LEARNING_RATE, EPOCHS * (len(rows) // BATCH))
    optimiser = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(schedule, weight_decay=WEIGHT_DECAY))
    state = optimiser.init(parameters)

    def loss(parameters, plain, course, points, target, weight):
        quantiles = quantiles_of(answer(parameters, plain, course, point_count), points)
        return (pinball(target, quantiles).sum(axis=1) * weight).mean()

    @jax.jit
    def step(parameters, state, *batch):
        gradient = jax.grad(loss)(parameters, *batch)
        updates, state = optimiser.update(gradient, state, parameters)
        return optax.apply_updates(parameters, updates), state

    columns = (plain, course, data["points"], data["target"], data["weight"])
    rng = np.random.default_rng(seed)
    for _ in range(EPOCHS):
        order = rng.permutation(rows)
        for start in range(0, len(order) - BATCH + 1, BATCH):
            chosen = order[start : start + BATCH]
            parameters, state = step(parameters, state, *(column[chosen] for column in columns))
    return {"mean": mean, "spread": spread, **jax.tree.map(np.asarray, parameters)}


def answer_all(model, features, point_count):
    plain, course = split(features)
    plain = ((plain - model["mean"]) / model["spread"]).astype(np.float32)
    run = jax.jit(partial(answer, point_count=point_count))
    parts = np.array_split(np.arange(len(features)), max(1, len(features) // 8192))
    return np.concatenate([np.asarray(run(model, plain[part], course[part])) for part in parts])


def widened(answers, factor):
    wide = answers.copy()
    wide[:, -2:] *= factor
    return wide


def fit_widening(answers, data, rows):
    """The factor on the widths at which eight of ten unseen values lie between q10 and q90."""
    for factor in np.arange(0.9, 2.0, 0.02):
        quantiles = np.asarray(quantiles_of(widened(answers[rows], factor), data["points"][rows]))
        target = data["target"][rows]
        if np.mean((target >= quantiles[:, 0]) & (target <= quantiles[:, 2])) >= AIMED_COVERAGE:
            return float(round(factor, 2))
    return 2.0


def measure(answers, data):
    result = {}
    quantiles = np.asarray(quantiles_of(answers, data["points"]))
    losses = 2 / 3 * np.asarray(pinball(data["target"], quantiles)).sum(axis=1) * data["weight"]
    for place, name in enumerate(["hour", "day", "week"]):
        rows = data["horizon"] == place
        covered = (data["target"] >= quantiles[:, 0]) & (data["target"] <= quantiles[:, 2])
        result[name] = {
            "steps": int(rows.sum()),
            "crpsToSeasonalNaive": round(float(losses[rows].mean()), 4),
            "coverage80": round(float(covered[rows].mean()), 4),
        }
    return result


def main(export: Path, folder: Path, folds: int | None) -> None:
    index, data, groups = load(export)
    point_count = data["points"].shape[1]
    fold_by_group = fold_of_groups(groups, FOLDS)
    fold = np.array([fold_by_group[group] for group in groups])
    answers = np.zeros((len(groups), point_count + 3), dtype=np.float32)
    models = []
    for k in range(FOLDS):
        models.append(fit(data, np.flatnonzero(fold != k), SEED + k))
        answers[fold == k] = answer_all(models[k], data["features"][fold == k], point_count)
    golden = golden_rows(data["features"], np.random.default_rng(SEED))

    def write(target, model, widening, training):
        name = "forecast-mixer"
        outputs = widened(answer_all(model, golden, point_count), widening)
        graph = to_onnx(model, plain_count=len(model["mean"]), course=COURSE, point_count=point_count, widening=widening)
        write_model_folder(
            target, name=name, model=graph, index=index, parameters={}, training=training, golden=(golden, outputs)
        )

    if folds:
        for k in range(FOLDS):
            write(folder / f"fold-{k}", models[k], fit_widening(answers, data, fold != k), {"fold": k})
        (folder / "folds.json").write_text(json.dumps(fold_by_group))
        return
    widening = fit_widening(answers, data, np.arange(len(groups)))
    training = {
        "command": "python models/training/train_forecast.py <exported features> models/forecast-mixer",
        "seed": SEED,
        "data": "mscloud, NAB (development half), ASD servers 1-6, JumpStarter Dataset2, PetShop normal operation, Bitbrains 2013-7",
        "series": len(index["series"]),
        "rows": len(groups),
        "widening": widening,
        "crossValidated": measure(widened(answers, widening), data),
    }
    write(folder, fit(data, np.arange(len(groups)), SEED), widening, training)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("export", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int)
    arguments = parser.parse_args()
    main(arguments.export, arguments.folder, arguments.folds)
