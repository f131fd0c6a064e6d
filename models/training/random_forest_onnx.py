"""Writes a scikit-learn random forest of classes as ONNX: one TreeEnsembleRegressor whose targets are the classes.

A leaf gives each class its share of the leaf's training weight, divided by the number of trees, so that the sum over the
trees is scikit-learn's `predict_proba` (Breiman 2001). Classes that the training never saw stay at 0.
"""

from collections import defaultdict

import onnx
from isolation_forest_onnx import IR_VERSION, ML_OPSET, OPSET, largest_float32_at_most
from onnx import TensorProto, helper


def add_leaf(lists, place, shares, classes, trees):
    """The classes of one leaf; what has no share is left out, which keeps the file small."""
    tree_id, node = place
    for share, target in zip(shares, classes):
        if share <= 0:
            continue
        lists["target_treeids"].append(tree_id)
        lists["target_nodeids"].append(node)
        lists["target_ids"].append(int(target))
        lists["target_weights"].append(float(share) / trees)


def tree_attributes(forest):
    """The trees as the flat lists that TreeEnsembleRegressor takes."""
    lists = defaultdict(list)
    for tree_id, estimator in enumerate(forest.estimators_):
        tree = estimator.tree_
        for node in range(tree.node_count):
            left, right = int(tree.children_left[node]), int(tree.children_right[node])
            is_leaf = left == -1
            lists["nodes_treeids"].append(tree_id)
            lists["nodes_nodeids"].append(node)
            lists["nodes_modes"].append("LEAF" if is_leaf else "BRANCH_LEQ")
            lists["nodes_featureids"].append(0 if is_leaf else int(tree.feature[node]))
            lists["nodes_values"].append(0.0 if is_leaf else largest_float32_at_most(tree.threshold[node]))
            lists["nodes_truenodeids"].append(0 if is_leaf else left)
            lists["nodes_falsenodeids"].append(0 if is_leaf else right)
            if is_leaf:
                shares = tree.value[node][0] / tree.value[node][0].sum()
                add_leaf(lists, (tree_id, node), shares, forest.classes_, len(forest.estimators_))
    return lists


def forest_to_onnx(forest, feature_count: int, class_count: int, name: str) -> onnx.ModelProto:
    """score = the probability of each class, in the order of the class numbers."""
    node = helper.make_node(
        "TreeEnsembleRegressor",
        ["features"],
        ["score"],
        domain="ai.onnx.ml",
        n_targets=class_count,
        aggregate_function="SUM",
        **tree_attributes(forest),
    )
    graph = helper.make_graph(
        [node],
        name,
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, feature_count])],
        [helper.make_tensor_value_info("score", TensorProto.FLOAT, [None, class_count])],
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", ML_OPSET)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="fleetmedic")
    onnx.checker.check_model(model)
    return model
