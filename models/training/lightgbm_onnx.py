"""Writes LightGBM boosters as ONNX: one TreeEnsembleRegressor whose targets are the boosters' raw scores.

Raw means before any link function: logits of a classifier, the values of a regressor. Several boosters over the same
features become the columns of one output, in one node, which is read in one pass and loads in milliseconds.
"""

from collections import defaultdict

import numpy as np
import onnx
from onnx import TensorProto, helper

OPSET = 15
ML_OPSET = 3
IR_VERSION = 8


def largest_float32_at_most(value: float) -> float:
    """Features are float32: a threshold rounded up would send equal values to the other side."""
    rounded = np.float32(value)
    return float(rounded if rounded <= value else np.nextafter(rounded, np.float32(-np.inf)))


def add_tree(lists, tree_id: int, root, target: int) -> None:
    """Appends the nodes of one dumped tree, in pre-order."""
    next_id = 0

    def visit(node) -> int:
        nonlocal next_id
        node_id, next_id = next_id, next_id + 1
        is_leaf = "leaf_value" in node
        if not is_leaf and node["decision_type"] != "<=":
            raise ValueError(f"only numeric splits can be written, not {node['decision_type']}")
        place = len(lists["nodes_nodeids"])
        lists["nodes_treeids"].append(tree_id)
        lists["nodes_nodeids"].append(node_id)
        lists["nodes_modes"].append("LEAF" if is_leaf else "BRANCH_LEQ")
        lists["nodes_featureids"].append(0 if is_leaf else int(node["split_feature"]))
        lists["nodes_values"].append(0.0 if is_leaf else largest_float32_at_most(node["threshold"]))
        lists["nodes_truenodeids"].append(0)
        lists["nodes_falsenodeids"].append(0)
        if is_leaf:
            lists["target_treeids"].append(tree_id)
            lists["target_nodeids"].append(node_id)
            lists["target_ids"].append(target)
            lists["target_weights"].append(float(node["leaf_value"]))
        else:
            lists["nodes_truenodeids"][place] = visit(node["left_child"])
            lists["nodes_falsenodeids"][place] = visit(node["right_child"])
        return node_id

    visit(root)


def boosters_to_onnx(boosters, feature_count: int, name: str) -> onnx.ModelProto:
    """One output column for each booster; train with `use_missing=False`, features must be finite."""
    lists = defaultdict(list)
    tree_id = 0
    for target, booster in enumerate(boosters):
        for tree in booster.dump_model()["tree_info"]:
            add_tree(lists, tree_id, tree["tree_structure"], target)
            tree_id += 1
    node = helper.make_node(
        "TreeEnsembleRegressor",
        ["features"],
        ["score"],
        domain="ai.onnx.ml",
        n_targets=len(boosters),
        aggregate_function="SUM",
        **lists,
    )
    graph = helper.make_graph(
        [node],
        name,
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, feature_count])],
        [helper.make_tensor_value_info("score", TensorProto.FLOAT, [None, len(boosters)])],
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", ML_OPSET)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="fleetmedic")
    onnx.checker.check_model(model)
    return model
