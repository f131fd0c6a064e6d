"""Trains the main score of anomaly detection: gradient boosting over the 47 features of one point.

    python train_anomaly_boosting.py <exported features> <model folder> [--folds N]

The features come from `node tools/export-features.ts`. Learned are labels of people and anomalies that were put into
recorded and made-up series; the target is the beginning of an anomaly, because that is when an alarm helps. With
--folds the recorded series are dealt into N parts, and a model is written for each that has not seen its part.
Bar and calibration are fitted afterwards by `node tools/fit-anomaly-score.ts`, through the code that serves.
"""

import argparse
import json
from pathlib import Path

import lightgbm
import numpy as np
from lightgbm_onnx import boosters_to_onnx
from model_folder import golden_rows, load_export, write_json, write_model_folder

NAME = "anomaly-boosting"
SEED = 20260105
TREES = 200
PARAMETERS = {
    "objective": "binary",
    "num_leaves": 15,
    "learning_rate": 0.08,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10,
    "max_bin": 63,
    "use_missing": False,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "seed": SEED,
    "verbose": -1,
}
# The first points of a series have no history to stand out from.
WARM_UP_ROWS = 30
# An event weighs as much as so many normal points, all of it on its first points; the rest of it counts little, and what
# comes right after it is neither.
EVENT_WEIGHT = 40.0
ONSET_ROWS = 8
LATER_WEIGHT = 0.1
AFTERMATH_ROWS = 15
# Labels of people weigh most. Of the long injected and made-up series every so many normal rows are taken.
ORIGINS = {"labelled": (1.0, 1), "injected": (0.1, 24), "synthetic": (0.1, 24)}
# Its windows are a tenth of the series wide: right for its own score, too vague to learn from.
VAGUE_DATASETS = {"nab"}
# Whose series are metrics of services, "service/metric": those of one service are much alike, and are dealt together.
SERVICE_DATASETS = {"asd", "jumpstarter"}


def events_of(labelled):
    """(first, last) of each run of labelled rows."""
    steps = np.diff(np.concatenate([[0], labelled.astype(np.int8), [0]]))
    return zip(np.flatnonzero(steps == 1), np.flatnonzero(steps == -1) - 1)


def targets_of(labels):
    """Target and weight of each row of one series."""
    target = (labels & 1).astype(np.float32)
    weight = np.ones(len(labels), dtype=np.float32)
    for first, last in events_of(target > 0):
        onset = min(ONSET_ROWS, last + 1 - first)
        weight[first : first + onset] = EVENT_WEIGHT / onset
        weight[first + onset : last + 1] = LATER_WEIGHT
        weight[last + 1 : last + 1 + AFTERMATH_ROWS] = 0
    weight[(labels & 2) > 0] = 0
    return target, weight


def rows_of(series, labels, rng):
    """Which rows of one series are learned from, with target and weight."""
    share, stride = ORIGINS[series["origin"]]
    stride *= 3 if series["periodSeconds"] <= 300 and stride > 1 else 1
    target, weight = targets_of(labels)
    chosen = np.zeros(len(labels), dtype=bool)
    chosen[rng.integers(0, stride) :: stride] = True
    weight = np.where((target > 0) | ~chosen, weight, weight * stride)
    chosen |= (target > 0) & ((weight > LATER_WEIGHT) | (rng.random(len(labels)) < 0.15))
    chosen &= weight > 0
    chosen[:WARM_UP_ROWS] = False
    return np.flatnonzero(chosen), target, weight * share


def fit(index, features, labels, left_out=frozenset()):
    rng = np.random.default_rng(SEED)
    rows, targets, weights = [], [], []
    for series in index["series"]:
        if series["dataset"] in VAGUE_DATASETS or (series["dataset"], series["name"]) in left_out:
            continue
        first = series["firstRow"]
        chosen, target, weight = rows_of(series, labels[first : first + series["rows"]], rng)
        rows.append(first + chosen)
        targets.append(target[chosen])
        weights.append(weight[chosen])
    rows, weights = np.concatenate(rows), np.concatenate(weights)
    data = lightgbm.Dataset(features[rows], np.concatenate(targets), weight=weights / weights.mean())
    return lightgbm.train(PARAMETERS, data, TREES), len(rows)


def deal(index, folds):
    """The fold of each labelled series, and of each recorded service with all its metrics; the same for the same names."""
    rng = np.random.default_rng(SEED)
    names = sorted({(s["dataset"], s["name"]) for s in index["series"] if s["origin"] == "labelled"})
    dealt = {names[place]: int(turn % folds) for turn, place in enumerate(rng.permutation(len(names)))}
    of_services = [s for s in index["series"] if s["dataset"] in SERVICE_DATASETS]
    services = sorted({(s["dataset"], s["name"].split("/")[0]) for s in of_services})
    dealt |= {services[place]: int(turn % folds) for turn, place in enumerate(rng.permutation(len(services)))}
    return dealt | {(s["dataset"], s["name"]): dealt[s["dataset"], s["name"].split("/")[0]] for s in of_services}


def write(folder, index, features, booster, rows):
    golden = golden_rows(features[:: max(1, len(features) // 20000)], np.random.default_rng(SEED))
    write_model_folder(
        folder,
        name=NAME,
        model=boosters_to_onnx([booster], features.shape[1], NAME),
        index=index,
        parameters={},
        training={
            "command": f"python models/training/train_anomaly_boosting.py <exported features> models/{NAME}",
            "seed": SEED,
            "trees": TREES,
            "rows": rows,
            "series": len(index["series"]),
            "datasets": sorted({s["dataset"] for s in index["series"]} - VAGUE_DATASETS),
        },
        golden=(golden, booster.predict(golden, raw_score=True)),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("features", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int)
    options = parser.parse_args()
    index, features = load_export(options.features)
    labels = np.fromfile(options.features / "labels.u8", dtype=np.uint8)
    if options.folds is None:
        write(options.folder, index, features, *fit(index, features, labels))
        return
    folds = deal(index, options.folds)
    for fold in range(options.folds):
        left_out = {key for key, its in folds.items() if its == fold}
        write(options.folder / f"fold-{fold}", index, features, *fit(index, features, labels, left_out))
    write_json(options.folder / "folds.json", {f"{dataset}/{name}": fold for (dataset, name), fold in folds.items()})


if __name__ == "__main__":
    main()
