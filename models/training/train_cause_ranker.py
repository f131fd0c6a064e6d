"""Trains the ranker of root causes on made-up faults in recordings of normal life.

    python train_cause_ranker.py <exported features> <model folder> [--folds]

The features come from `node tools/export-cause-features.ts`. The ranker is a conditional logit (McFadden 1974): of the
components of an incident, and the alternative that there is no single cause, each has a logit that is linear in its
features, and the probability of being the cause is the softmax over them. Weights cannot be negative, and are drawn to
the prior from first principles, because faults that are made up teach their maker's habits as well. No recorded
incident is trained on. With --folds a model is written for each data set that never saw the system it will be judged on.
"""

import json
import sys
from pathlib import Path

import numpy as np
from linear_onnx import linear_to_onnx
from model_folder import golden_rows, load_export, write_json, write_model_folder
from scipy.optimize import minimize

NAME = "cause-ranker"
SEED = 20260105
# How sharply the prior alone tells components apart, and the prior below which nothing stands out: where weights start.
PRIOR_SHARPNESS = 2.4
NOTHING_STANDS_OUT = 0.12
# Part of the normal life that is to be told to be normal: above what is asked (0.8), and no higher, because the price
# is paid by faint incidents.
SPECIFICITY = 0.94
# The strength with which weights are drawn back to that start.
PULL = 50.0


def fit(features, labels, cases):
    """Weights of the features, and the logit of "no single cause"."""
    rows = np.concatenate([np.arange(c["firstRow"], c["firstRow"] + c["rows"]) for c in cases])
    counts = np.array([c["rows"] for c in cases])
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    case_of = np.repeat(np.arange(len(cases)), counts)
    x, y = features[rows].astype(np.float64), labels[rows].astype(np.float64)
    is_normal = np.add.reduceat(y, starts) == 0
    start = np.zeros(x.shape[1] + 1)
    start[0] = PRIOR_SHARPNESS
    start[-1] = PRIOR_SHARPNESS * np.log(NOTHING_STANDS_OUT)

    def loss(theta):
        weights, none = theta[:-1], theta[-1]
        logit = x @ weights
        top = np.maximum(np.maximum.reduceat(logit, starts), none)
        exped = np.exp(logit - top[case_of])
        none_exped = np.exp(none - top)
        total = np.add.reduceat(exped, starts) + none_exped
        p, p_none = exped / total[case_of], none_exped / total
        likelihood = (y * np.log(p + 1e-12)).sum() + (is_normal * np.log(p_none + 1e-12)).sum()
        gradient = np.append(x.T @ (y - p), (is_normal - p_none).sum())
        pull = theta - start
        pull[-1] = 0
        return -likelihood + PULL / 2 * (pull**2).sum(), -gradient + PULL * pull

    bounds = [(0, None)] * x.shape[1] + [(None, None)]
    theta = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 500}).x
    weights = theta[:-1].astype(np.float32)
    normal = [c for c, calm in zip(cases, is_normal) if calm]
    loudest = [(features[c["firstRow"] : c["firstRow"] + c["rows"]] @ weights).max() for c in normal]
    return weights, float(np.quantile(loudest, SPECIFICITY))


def ranks(features, labels, cases, weights, none):
    """Top-1 and top-3 of the made-up faults, and how often normal life is told to be normal."""
    first, third, faults, calm, normal = 0, 0, 0, 0, 0
    for case in cases:
        rows = slice(case["firstRow"], case["firstRow"] + case["rows"])
        logit, label = features[rows] @ weights, labels[rows]
        if label.sum() == 0:
            normal += 1
            calm += int(logit.max() <= none)
            continue
        faults += 1
        better = int((logit > logit[np.argmax(label)]).sum())
        first, third = first + int(better == 0), third + int(better < 3)
    return {
        "faults": faults,
        "top1": round(first / max(1, faults), 4),
        "top3": round(third / max(1, faults), 4),
        "normal": normal,
        "specificity": round(calm / max(1, normal), 4),
    }


def write(folder, index, features, labels, train, judged_on):
    weights, none = fit(features, labels, train)
    rows = golden_rows(features, np.random.default_rng(SEED))
    write_model_folder(
        folder,
        name=NAME,
        model=linear_to_onnx(weights.reshape(-1, 1), [0.0], NAME),
        index=index,
        parameters={"noneLogit": none},
        training={
            "command": f"python models/training/train_cause_ranker.py <exported features> models/{NAME}",
            "seed": SEED,
            "pull": PULL,
            "cases": len(train),
            "weights": {name: round(float(w), 4) for name, w in zip(index["names"], weights)},
            "data": {key: ranks(features, labels, cases, weights, none) for key, cases in judged_on.items()},
            "validation": "judged on made-up faults; recorded incidents are judged by npm run bench:models",
        },
        golden=(rows, rows @ weights.reshape(-1, 1)),
    )


def main(export_folder: Path, model_folder: Path, with_folds: bool) -> None:
    index, features = load_export(export_folder)
    labels = np.fromfile(export_folder / "labels.u8", dtype=np.uint8)
    cases = index["cases"]
    datasets = sorted({case["dataset"] for case in cases})
    of = {name: [case for case in cases if case["dataset"] == name] for name in datasets}
    if not with_folds:
        write(model_folder, index, features, labels, cases, of)
        return
    for number, left_out in enumerate(datasets):
        train = [case for case in cases if case["dataset"] != left_out]
        write(model_folder / f"fold-{number}", index, features, labels, train, {left_out: of[left_out]})
    write_json(model_folder / "folds.json", {name: number for number, name in enumerate(datasets)})


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--folds"]
    if len(arguments) != 2:
        sys.exit(__doc__)
    main(Path(arguments[0]), Path(arguments[1]), "--folds" in sys.argv)
