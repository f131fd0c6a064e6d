"""Trains the novelty guard of anomaly detection, and writes it with everything that is needed to trust it.

    python train_isolation_forest.py <exported features> <model folder>

The features come from `node tools/export-features.ts`, so training and serving share one implementation. Metrics are
cross-validated across series: no series is both trained on and judged.
"""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
from isolation_forest_onnx import to_onnx
from sklearn.ensemble import IsolationForest
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import GroupKFold

SEED = 20260105
TREES = 100
SAMPLES_PER_TREE = 256
FOLDS = 5
# No series may outweigh the others.
ROWS_PER_SERIES = 1500
# The shares of normal points whose scores calibrate the raw score: dense at the top, where the bar lies.
QUANTILE_SHARES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99, 0.995, 0.998, 0.999, 0.9995, 1]
GOLDEN_ROWS = 32


def load(folder: Path):
    index = json.loads((folder / "index.json").read_text())
    features = np.fromfile(folder / "features.f32", dtype="<f4").reshape(-1, len(index["names"]))
    labels = np.fromfile(folder / "labels.u8", dtype=np.uint8)
    if not np.isfinite(features).all() or len(labels) != len(features):
        raise ValueError(f"{folder} is not a whole export: run tools/export-features.ts again")
    groups = np.repeat(np.arange(len(index["series"])), [series["rows"] for series in index["series"]])
    return index, features, labels, groups


def balanced_normal_rows(labels, groups, rng):
    """Up to ROWS_PER_SERIES unlabelled rows of each series."""
    chosen = []
    for group in np.unique(groups):
        rows = np.flatnonzero((groups == group) & (labels == 0))
        chosen.append(rng.permutation(rows)[:ROWS_PER_SERIES])
    return np.sort(np.concatenate(chosen))


def fit(features):
    forest = IsolationForest(n_estimators=TREES, max_samples=SAMPLES_PER_TREE, random_state=SEED, n_jobs=1)
    return forest.fit(features)


def cross_validate(index, features, labels, groups, normal):
    """Out-of-fold scores of all rows, by which the sets are measured."""
    scores = np.zeros(len(features))
    is_normal = np.zeros(len(features), dtype=bool)
    is_normal[normal] = True
    for train, test in GroupKFold(FOLDS).split(features, labels, groups):
        forest = fit(features[train[is_normal[train]]])
        scores[test] = -forest.score_samples(features[test])
    return {
        dataset: measure(index, labels, groups, {"forest": scores, "residual": trivial_scores(index, features)}, dataset)
        for dataset in sorted({series["dataset"] for series in index["series"]})
    }


def trivial_scores(index, features):
    """What the forest has to beat: the distance to the median of the last hour, in usual distances."""
    return np.abs(features[:, index["names"].index("residual-61")])


def measure(index, labels, groups, scores_by_name, dataset):
    members = [i for i, series in enumerate(index["series"]) if series["dataset"] == dataset]
    rows = np.isin(groups, members)
    labelled = labels[rows]
    result = {"series": len(members), "rows": int(rows.sum()), "labelledShare": round(float(labelled.mean()), 5)}
    if 0 < labelled.sum() < len(labelled):
        for name, scores in scores_by_name.items():
            result[name] = {
                "rocAuc": round(float(roc_auc_score(labelled, scores[rows])), 4),
                "averagePrecision": round(float(average_precision_score(labelled, scores[rows])), 4),
            }
    return result


def golden_vectors(forest, features, rng):
    """Made-up rows within the range of real ones, and scikit-learn's scores of them."""
    low, high = np.quantile(features, [0.01, 0.99], axis=0)
    rows = (low + (high - low) * rng.random((GOLDEN_ROWS, features.shape[1]))).astype(np.float32)
    scores = -forest.score_samples(rows)
    return {"rows": [[float(value) for value in row] for row in rows], "scores": [float(score) for score in scores]}


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main(features_folder: Path, model_folder: Path) -> None:
    rng = np.random.default_rng(SEED)
    index, features, labels, groups = load(features_folder)
    normal = balanced_normal_rows(labels, groups, rng)
    metrics = cross_validate(index, features, labels, groups, normal)
    forest = fit(features[normal])
    quantiles = np.quantile(-forest.score_samples(features[normal]), QUANTILE_SHARES)
    model = to_onnx(forest, features.shape[1]).SerializeToString()
    manifest = {
        "name": "anomaly-isolation-forest",
        "modelHash": sha256(model),
        "featureHash": index["featureHash"],
        "input": "features",
        "output": "score",
        "calibration": [
            {"share": share, "score": float(score)} for share, score in zip(QUANTILE_SHARES, quantiles)
        ],
        "training": {
            "command": "python models/training/train_isolation_forest.py <exported features> models/anomaly-isolation-forest",
            "seed": SEED,
            "trees": TREES,
            "samplesPerTree": SAMPLES_PER_TREE,
            "rows": len(normal),
            "series": len(index["series"]),
            "data": metrics,
            "validation": f"{FOLDS}-fold by series, points, no adjustment",
        },
    }
    model_folder.mkdir(parents=True, exist_ok=True)
    (model_folder / "model.onnx").write_bytes(model)
    write_json(model_folder / "features.json", index["names"])
    write_json(model_folder / "manifest.json", manifest)
    write_json(model_folder / "golden.json", golden_vectors(forest, features[normal], rng))
    print(json.dumps(manifest["training"], indent=1), f"{len(model)} bytes")


def write_json(path: Path, value) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
