"""Trains the failure model: how likely a metric is to cross its limit within 5, 15, 30 and 60 minutes.

    python train_failure.py <exported features> <model folder> [--folds 5]

The features come from `node tools/export-failure-features.ts`. Cross-validated over machines: no machine is both
trained on and judged. With --folds the models of the folds are written too, for `npm run bench:models`.
"""

import argparse
import json
from pathlib import Path

import lightgbm as lgb
import numpy as np
from lightgbm_onnx import boosters_to_onnx
from model_folder import golden_rows, load_export, write_model_folder
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import average_precision_score

SEED = 20260113
HORIZONS = [5, 15, 30, 60]
FOLDS = 5
TREES = 80
ROW_SHARE = 0.5
PARAMETERS = {
    "objective": "binary",
    "num_leaves": 15,
    "learning_rate": 0.1,
    "min_data_in_leaf": 200,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10,
    "use_missing": False,
    "num_threads": 1,
    "seed": SEED,
    "verbose": -1,
}
# What is judged, and what the calibration is fitted on.
JUDGED_METRICS = ["cpu", "memory"]
JUDGED_LIMIT = "p99+10%"
CALIBRATED_LIMITS = ["p99", "p99+10%", "p99+30%"]
KNOTS = 40
LEAST_PROBABILITY, MOST_PROBABILITY = 2e-4, 0.995


def load(folder: Path):
    index, features = load_export(folder)
    columns = {name: np.fromfile(folder / f"{name}.u8", dtype=np.uint8) for name in ("minutes", "weights", "judged")}
    rows = [series["rows"] for series in index["series"]]
    for key in ("group", "metric", "limit"):
        columns[key] = np.repeat(np.array([series[key] for series in index["series"]]), rows)
    return index, features, columns


def fold_of_groups(groups, folds):
    """Every machine's fold, drawn once."""
    names = sorted(set(groups), key=int)
    order = np.random.default_rng(SEED).permutation(len(names))
    return {name: int(place % folds) for name, place in zip(names, order)}


def crosses_within(minutes, horizon):
    return ((minutes > 0) & (minutes <= horizon)).astype(np.int8)


def fit(features, columns, chosen, seed):
    """One booster for each horizon."""
    rng = np.random.default_rng(seed)
    rows = np.flatnonzero(chosen & (rng.random(len(chosen)) < ROW_SHARE))
    return [
        lgb.train(
            PARAMETERS,
            lgb.Dataset(
                features[rows], crosses_within(columns["minutes"][rows], horizon), weight=columns["weights"][rows]
            ),
            TREES,
        )
        for horizon in HORIZONS
    ]


def logits(boosters, features):
    return np.stack([b.predict(features, raw_score=True, num_threads=1) for b in boosters], axis=1)


def calibrate(scores, columns, chosen):
    """For each horizon a growing line from logit to probability, as knots: the middles of the steps of an isotonic fit.

    Between the middles the line keeps the order of the logits, which the steps themselves would tie."""
    tables = []
    for place, horizon in enumerate(HORIZONS):
        order = np.argsort(scores[chosen, place])
        x = scores[chosen, place][order]
        y = crosses_within(columns["minutes"][chosen], horizon)[order]
        w = columns["weights"][chosen][order].astype(float)
        isotonic = IsotonicRegression(y_min=LEAST_PROBABILITY, y_max=MOST_PROBABILITY)
        fitted = isotonic.fit_transform(x, y, sample_weight=w)
        values, first = np.unique(fitted, return_index=True)
        middles = np.add.reduceat(x * w, first) / np.add.reduceat(w, first)
        kept = np.unique(np.linspace(0, len(values) - 1, KNOTS).round().astype(int))
        tables.append(
            {
                "logits": [round(float(middle), 4) for middle in middles[kept]],
                "probabilities": [round(float(value), 5) for value in values[kept]],
            }
        )

    return {"calibration": {f"p{horizon:02d}": table for horizon, table in zip(HORIZONS, tables)}}


def expected_calibration_error(y, p, w, bins=15):
    bin_of = np.minimum((p * bins).astype(int), bins - 1)
    return sum(abs(np.sum(w[bin_of == k] * (y - p)[bin_of == k])) for k in range(bins)) / w.sum()


def measure(scores, parameters, columns, judged):
    """Figures of the half hour by metric; calibrated out of sample only where `parameters` are."""
    result = {}
    for metric in JUDGED_METRICS:
        rows = judged & (columns["metric"] == metric) & (columns["limit"] == JUDGED_LIMIT)
        y, w = crosses_within(columns["minutes"][rows], 30), columns["weights"][rows].astype(float)
        knots = parameters["calibration"]["p30"]
        p = np.interp(scores[rows, 2], knots["logits"], knots["probabilities"])
        base = np.average(y, weights=w)
        brier = np.average((p - y) ** 2, weights=w)
        result[metric] = {
            "rows": int(rows.sum()),
            "crossingShare": round(float(base), 4),
            **{
                f"averagePrecision{horizon}": round(
                    float(
                        average_precision_score(
                            crosses_within(columns["minutes"][rows], horizon), scores[rows, place], sample_weight=w
                        )
                    ),
                    4,
                )
                for place, horizon in enumerate(HORIZONS)
            },
            "expectedCalibrationError": round(float(expected_calibration_error(y, p, w)), 4),
            "brierSkill": round(float(1 - brier / (base * (1 - base))), 4),
        }
    return result


def main(export: Path, folder: Path, folds: int | None) -> None:
    index, features, columns = load(export)
    fold_by_group = fold_of_groups(columns["group"], FOLDS)
    fold = np.array([fold_by_group[group] for group in columns["group"]])
    judged = columns["judged"] == 1
    calibrated = judged & np.isin(columns["metric"], JUDGED_METRICS) & np.isin(columns["limit"], CALIBRATED_LIMITS)
    scores = np.zeros((len(features), len(HORIZONS)))
    models = []
    for k in range(FOLDS):
        models.append(fit(features, columns, fold != k, SEED + k))
        scores[fold == k] = logits(models[k], features[fold == k])

    rng = np.random.default_rng(SEED)
    golden = golden_rows(features, rng)

    def write(target, boosters, parameters, training):
        name = "failure-boosting"
        model = boosters_to_onnx(boosters, features.shape[1], name)
        write_model_folder(
            target, name=name, model=model, index=index, parameters=parameters, training=training,
            golden=(golden, logits(boosters, golden)),
        )

    if folds:
        for k in range(FOLDS):
            parameters = calibrate(scores, columns, calibrated & (fold != k))
            write(folder / f"fold-{k}", models[k], parameters, {"fold": k})
        (folder / "folds.json").write_text(json.dumps(fold_by_group))
        return
    parameters = calibrate(scores, columns, calibrated)
    training = {
        "command": "python models/training/train_failure.py <exported features> models/failure-boosting",
        "seed": SEED,
        "data": "Bitbrains GWA-T-12, 60 machines of July 2013; every metric of a machine in one fold",
        "rows": len(features),
        "crossValidated": measure(scores, parameters, columns, judged),
    }
    write(folder, fit(features, columns, np.ones(len(features), dtype=bool), SEED), parameters, training)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("export", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int)
    arguments = parser.parse_args()
    main(arguments.export, arguments.folder, arguments.folds)
