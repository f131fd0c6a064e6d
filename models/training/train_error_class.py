"""Trains the classifier of error lines: softmax over eight categories, and over five severities.

    python train_error_class.py <exported features> <model folder>

The lines come from `node tools/export-error-features.ts`, made from templates that were written for this project.
Metrics are cross-validated over templates: no template is both trained on and judged, so every judged wording is new.
"""

import json
import sys
from pathlib import Path

import numpy as np
from linear_onnx import linear_to_onnx
from model_folder import load_export, write_model_folder
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import StratifiedGroupKFold

NAME = "error-class"
SEED = 20260105
FOLDS = 5
# Inverse of the ridge penalty of the two softmaxes, chosen by cross-validation.
CATEGORY_C = 30.0
SEVERITY_C = 10.0


def fit(features, labels, c):
    """Classes count alike: errors are many, and what is fatal must not drown in them."""
    return LogisticRegression(C=c, class_weight="balanced", tol=1e-3, max_iter=300).fit(features, labels)


def cross_validate(features, labels, groups, c):
    predicted = np.zeros_like(labels)
    for train, test in StratifiedGroupKFold(FOLDS, shuffle=True, random_state=SEED).split(features, labels, groups):
        predicted[test] = fit(features[train], labels[train], c).predict(features[test])
    return predicted


def describe(labels, predicted, count):
    most_common = np.bincount(labels, minlength=count).max() / len(labels)
    return {
        "accuracy": round(float(accuracy_score(labels, predicted)), 4),
        "macroF1": round(float(f1_score(labels, predicted, average="macro")), 4),
        "mostCommonClass": round(float(most_common), 4),
    }


def main(export_folder: Path, model_folder: Path) -> None:
    index, features = load_export(export_folder)
    categories = np.fromfile(export_folder / "categories.u8", dtype=np.uint8)
    severities = np.fromfile(export_folder / "severities.u8", dtype=np.uint8)
    templates = np.fromfile(export_folder / "templates.u16", dtype="<u2")
    by_category = cross_validate(features, categories, templates, CATEGORY_C)
    category_metrics = describe(categories, by_category, len(index["categories"]))
    by_severity = cross_validate(features, severities, templates, SEVERITY_C)
    severity_metrics = describe(severities, by_severity, len(index["severities"]))
    off = np.abs(severities.astype(int) - by_severity.astype(int))
    severity_metrics["withinOneStep"] = round(float((off <= 1).mean()), 4)
    category_model, severity_model = fit(features, categories, CATEGORY_C), fit(features, severities, SEVERITY_C)
    weights = np.vstack([category_model.coef_, severity_model.coef_]).T.astype(np.float32)
    biases = np.concatenate([category_model.intercept_, severity_model.intercept_]).astype(np.float32)
    rng = np.random.default_rng(SEED)
    rows = features[rng.permutation(len(features))[:5]]
    write_model_folder(
        model_folder,
        name=NAME,
        model=linear_to_onnx(weights, biases, NAME),
        index=index,
        parameters={"categories": index["categories"], "severities": index["severities"]},
        training={
            "command": f"python models/training/train_error_class.py <exported features> models/{NAME}",
            "seed": SEED,
            "lines": len(features),
            "templates": index["templates"],
            "data": {"category": category_metrics, "severity": severity_metrics},
            "validation": f"{FOLDS}-fold over templates: every judged wording is new",
        },
        quality={"macro-f1": category_metrics["macroF1"]},
        golden=(rows, np.hstack([category_model.decision_function(rows), severity_model.decision_function(rows)])),
    )


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
