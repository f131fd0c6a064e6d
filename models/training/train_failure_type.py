"""Trains the classifier of failure types: a random forest over the evidence on one suspect of an incident.

    python train_failure_type.py <exported features> <model folder> [--folds]

The features come from `node tools/export-failure-type-features.ts`: incidents of the simulated fleet, on seeds that no
figure is published of. The folds go by seed, so that a forest is never judged on a story that it has seen a part of. With
--folds the forests of the folds are written too, with which seed belongs to which.
"""

import sys
from collections import Counter
from pathlib import Path

import numpy as np
from model_folder import golden_rows, load_export, write_json, write_model_folder
from random_forest_onnx import forest_to_onnx
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score

NAME = "failure-type"
SEED = 20260105
TREES = 60
DEPTH = 12
# Suspects of usual weight in a leaf, at least: a single incident must not be a rule.
LEAST_LEAF_WEIGHT = 1.5
# Part of the features that a split may choose from.
FEATURES_TRIED = 0.3
# Rare types count for more: by the share of their type to this power. Six of ten suspects are victims, and a forest that
# is asked about them only learns to abstain.
RARITY_POWER = 0.75
FOLDS = 5
# Powers that probabilities may be raised to: the mean of trees is rarely as sure as it could be.
SHARPNESS = np.round(np.arange(0.8, 2.55, 0.1), 2)


def weigh(index, labels):
    """Every suspect of an incident counts once for each type that it was of, however often it was looked at."""
    keys = [(r["seed"], r["incident"], r["suspect"], int(label)) for r, label in zip(index["runs"], labels)]
    count = Counter(keys)
    return np.array([1.0 / count[key] for key in keys])


def favour_rare(weights, labels):
    of_type = {int(label): weights[labels == label].sum() for label in np.unique(labels)}
    mean = np.mean(list(of_type.values()))
    return weights * np.array([(mean / of_type[int(label)]) ** RARITY_POWER for label in labels])


def grow(features, labels, weights):
    weights = favour_rare(weights, labels)
    leaf = LEAST_LEAF_WEIGHT / weights.sum()
    forest = RandomForestClassifier(
        n_estimators=TREES,
        max_depth=DEPTH,
        min_weight_fraction_leaf=leaf,
        max_features=FEATURES_TRIED,
        random_state=SEED,
        n_jobs=1,
    )
    return forest.fit(features, labels, sample_weight=weights)


def probabilities(forest, features, class_count):
    every = np.zeros((len(features), class_count))
    every[:, forest.classes_] = forest.predict_proba(features)
    return every


def sharpen(p, power):
    raised = np.maximum(p, 1e-6) ** power
    return raised / raised.sum(axis=1, keepdims=True)


def fold_of_seed(seeds, folds):
    return {int(seed): place % folds for place, seed in enumerate(sorted(set(seeds)))}


def cross_fit(features, labels, weights, fold, class_count):
    """The probabilities that each row is given by the forest that never saw its seed."""
    told = np.zeros((len(labels), class_count))
    for number in sorted(set(fold)):
        own = fold == number
        forest = grow(features[~own], labels[~own], weights[~own])
        told[own] = probabilities(forest, features[own], class_count)
    return told


def fit_sharpness(told, labels, weights):
    def loss(power):
        p = sharpen(told, power)[np.arange(len(labels)), labels]
        return -(weights * np.log(p)).sum() / weights.sum()

    return float(min(SHARPNESS, key=loss))


def judge(p, labels, weights, types):
    said = p.argmax(axis=1)
    return {
        "suspects": round(float(weights.sum()), 1),
        "accuracy": round(float((weights * (said == labels)).sum() / weights.sum()), 4),
        "macroF1": round(float(f1_score(labels, said, average="macro", sample_weight=weights, zero_division=0)), 4),
        "byType": {
            types[k]: round(float((weights * (said == labels))[labels == k].sum() / weights[labels == k].sum()), 3)
            for k in sorted(set(labels.tolist()))
        },
    }


def write(folder, index, data, rows, sharpness, judged):
    features, labels, weights = data
    types = index["types"]
    forest = grow(features[rows], labels[rows], weights[rows])
    golden = golden_rows(features, np.random.default_rng(SEED))
    model = forest_to_onnx(forest, features.shape[1], len(types), NAME)
    order = np.argsort(-forest.feature_importances_)
    write_model_folder(
        folder,
        name=NAME,
        model=model,
        index=index,
        parameters={"types": types, "sharpness": sharpness},
        training={
            "command": f"python models/training/train_failure_type.py <exported features> models/{NAME}",
            "seed": SEED,
            "trees": TREES,
            "depth": DEPTH,
            "rows": int(rows.sum()),
            "seeds": sorted({r["seed"] for r, own in zip(index["runs"], rows) if own}),
            "crossValidation": judged,
            "mostUsed": {index["names"][k]: round(float(forest.feature_importances_[k]), 3) for k in order[:12]},
        },
        golden=(golden, probabilities(forest, golden, len(types))),
    )


def main(export_folder: Path, model_folder: Path, with_folds: bool) -> None:
    index, features = load_export(export_folder)
    labels = np.fromfile(export_folder / "labels.u8", dtype=np.uint8)
    weights = weigh(index, labels)
    seeds = [run["seed"] for run in index["runs"]]
    folds = fold_of_seed(seeds, FOLDS)
    fold = np.array([folds[seed] for seed in seeds])
    told = cross_fit(features, labels, weights, fold, len(index["types"]))
    sharpness = fit_sharpness(told, labels, weights)
    judged = judge(sharpen(told, sharpness), labels, weights, index["types"])
    data = (features, labels, weights)
    if not with_folds:
        write(model_folder, index, data, np.ones(len(labels), dtype=bool), sharpness, judged)
        return
    for number in range(FOLDS):
        write(model_folder / f"fold-{number}", index, data, fold != number, sharpness, judged)
    write_json(model_folder / "folds.json", {str(seed): number for seed, number in folds.items()})


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--folds"]
    if len(arguments) != 2:
        sys.exit(__doc__)
    main(Path(arguments[0]), Path(arguments[1]), "--folds" in sys.argv)
