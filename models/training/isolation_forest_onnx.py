"""Writes a scikit-learn isolation forest as ONNX: one TreeEnsembleRegressor and four arithmetic nodes.

skl2onnx writes about 27 nodes per tree, which takes seconds to load; this form loads in milliseconds and is half as
large. The graph returns scikit-learn's `-score_samples`: 0 to 1, larger is more unusual (Liu, Ting and Zhou 2008).
"""

from collections import defaultdict

import numpy as np
import onnx
from onnx import TensorProto, helper
from sklearn.ensemble._iforest import _average_path_length as average_path_length

OPSET = 15
ML_OPSET = 3
IR_VERSION = 8


def largest_float32_at_most(value: float) -> float:
    """Features are float32: a threshold rounded up would send equal values to the other side."""
    rounded = np.float32(value)
    return float(rounded if rounded <= value else np.nextafter(rounded, np.float32(-np.inf)))


def tree_attributes(forest) -> dict[str, list]:
    """The trees as the flat lists that TreeEnsembleRegressor takes; a leaf weighs its depth plus c(samples)."""
    lists: dict[str, list] = defaultdict(list)
    for tree_id, (estimator, columns) in enumerate(zip(forest.estimators_, forest.estimators_features_)):
        tree = estimator.tree_
        depth = np.zeros(tree.node_count)
        for node in range(tree.node_count):
            left, right = int(tree.children_left[node]), int(tree.children_right[node])
            is_leaf = left == -1
            if not is_leaf:
                depth[left] = depth[right] = depth[node] + 1
            lists["nodes_treeids"].append(tree_id)
            lists["nodes_nodeids"].append(node)
            lists["nodes_modes"].append("LEAF" if is_leaf else "BRANCH_LEQ")
            lists["nodes_featureids"].append(0 if is_leaf else int(columns[tree.feature[node]]))
            lists["nodes_values"].append(0.0 if is_leaf else largest_float32_at_most(tree.threshold[node]))
            lists["nodes_truenodeids"].append(0 if is_leaf else left)
            lists["nodes_falsenodeids"].append(0 if is_leaf else right)
            if is_leaf:
                samples = tree.n_node_samples[node : node + 1]
                lists["target_treeids"].append(tree_id)
                lists["target_nodeids"].append(node)
                lists["target_ids"].append(0)
                lists["target_weights"].append(float(depth[node] + average_path_length(samples)[0]))
    return lists


def to_onnx(forest, feature_count: int) -> onnx.ModelProto:
    """score = 2 ** (-mean path length / c(samples per tree))."""
    normaliser = float(average_path_length([forest._max_samples])[0])
    nodes = [
        helper.make_node(
            "TreeEnsembleRegressor",
            ["features"],
            ["path"],
            domain="ai.onnx.ml",
            n_targets=1,
            aggregate_function="AVERAGE",
            **tree_attributes(forest),
        ),
        helper.make_node("Div", ["path", "normaliser"], ["relative_path"]),
        helper.make_node("Neg", ["relative_path"], ["exponent"]),
        helper.make_node("Pow", ["two", "exponent"], ["score"]),
    ]
    graph = helper.make_graph(
        nodes,
        "anomaly-isolation-forest",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, feature_count])],
        [helper.make_tensor_value_info("score", TensorProto.FLOAT, [None, 1])],
        [
            helper.make_tensor("normaliser", TensorProto.FLOAT, [1], [normaliser]),
            helper.make_tensor("two", TensorProto.FLOAT, [1], [2.0]),
        ],
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", ML_OPSET)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="fleetmedic")
    onnx.checker.check_model(model)
    return model
