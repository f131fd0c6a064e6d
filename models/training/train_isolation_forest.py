"""Trains the novelty guard of anomaly detection: an isolation forest over the 47 features of normal points.

    python train_isolation_forest.py <exported features> <model folder>

The features come from `node tools/export-features.ts`, so training and serving share one implementation.
"""

import sys
from pathlib import Path

import numpy as np
from isolation_forest_onnx import to_onnx
from model_folder import golden_rows, load_export, write_model_folder
from sklearn.ensemble import IsolationForest

NAME = "anomaly-isolation-forest"
SEED = 20260105
TREES = 100
SAMPLES_PER_TREE = 256
# No series may outweigh the others.
ROWS_PER_SERIES = 1500
# The first points of a series have no history to stand out from.
WARM_UP_ROWS = 30
# The shares of normal points whose scores calibrate the raw score: dense at the top, where it counts.
QUANTILE_SHARES = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99, 0.995, 0.998, 0.999, 0.9995, 1]


def balanced_normal_rows(index, labels, rng):
    """Up to ROWS_PER_SERIES unlabelled rows of each series."""
    chosen = []
    for series in index["series"]:
        first = series["firstRow"] + WARM_UP_ROWS
        own = labels[first : series["firstRow"] + series["rows"]]
        chosen.append(first + rng.permutation(np.flatnonzero(own == 0))[:ROWS_PER_SERIES])
    return np.sort(np.concatenate(chosen))


def main(export: Path, folder: Path) -> None:
    rng = np.random.default_rng(SEED)
    index, features = load_export(export)
    labels = np.fromfile(export / "labels.u8", dtype=np.uint8)
    normal = features[balanced_normal_rows(index, labels, rng)]
    forest = IsolationForest(n_estimators=TREES, max_samples=SAMPLES_PER_TREE, random_state=SEED, n_jobs=1).fit(normal)
    quantiles = np.quantile(-forest.score_samples(normal), QUANTILE_SHARES)
    golden = golden_rows(normal, rng)
    write_model_folder(
        folder,
        name=NAME,
        model=to_onnx(forest, features.shape[1]),
        index=index,
        parameters={
            "calibration": [
                {"share": share, "score": float(score)} for share, score in zip(QUANTILE_SHARES, quantiles)
            ]
        },
        training={
            "command": f"python models/training/train_isolation_forest.py <exported features> models/{NAME}",
            "seed": SEED,
            "trees": TREES,
            "samplesPerTree": SAMPLES_PER_TREE,
            "rows": len(normal),
            "series": len(index["series"]),
        },
        golden=(golden, -forest.score_samples(golden)),
    )


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
