// The decision tree of diagnosis: data, read top-down the way an engineer on call asks. A walk returns the leaf and the
// path to it, which is stored and shown: every diagnosis can be argued with.

import type { FailureType } from '#domain/diagnosis/diagnosis.ts';
import type { ServiceFacts } from '#domain/diagnosis/facts.ts';
import { QUESTIONS, type QuestionName } from '#domain/diagnosis/questions.ts';

interface Leaf {
  readonly failureType: FailureType;
  /** 0 to 1, when every question on the path could be answered. */
  readonly confidence: number;
  /** The evidence is in the service itself: what it calls may be ill as well, and changes nothing. */
  readonly isOwn?: true;
}

interface Branch {
  readonly question: QuestionName;
  readonly yes: DecisionNode;
  readonly no: DecisionNode;
}

export type DecisionNode = Leaf | Branch;

/** What a question that could not be answered takes off the confidence; it counts as no. */
const UNKNOWN_FACTOR = 0.9;

function leaf(failureType: FailureType, confidence: number): Leaf {
  return { failureType, confidence };
}

function ownLeaf(failureType: FailureType, confidence: number): Leaf {
  return { ...leaf(failureType, confidence), isOwn: true };
}

const UNEXPLAINED = leaf('unexplained', 0.2);

/**
 * More traffic than usual: from its callers it is demand, without them it is their retries, unless too few requests fail
 * to be repeated so often: then it comes from users of its own.
 */
const MORE_TRAFFIC: DecisionNode = {
  question: 'callersSendMore',
  yes: {
    question: 'isSaturated',
    yes: leaf('capacity-shortage', 0.9),
    no: {
      question: 'hasIllDependency',
      yes: leaf('slow-dependency', 0.6),
      no: {
        question: 'onlyTailSuffers',
        yes: leaf('bad-task', 0.7),
        no: leaf('capacity-shortage', 0.65),
      },
    },
  },
  no: {
    question: 'failsOften',
    yes: {
      question: 'hasFarMoreTraffic',
      yes: {
        question: 'failsMostly',
        yes: leaf('retry-storm', 0.75),
        no: { question: 'isSaturated', yes: leaf('capacity-shortage', 0.75), no: leaf('retry-storm', 0.6) },
      },
      no: leaf('retry-storm', 0.6),
    },
    no: { question: 'isSaturated', yes: leaf('capacity-shortage', 0.7), no: UNEXPLAINED },
  },
};

/** Ill by itself, with few enough requests failing for it to be one task of many. */
const ONE_OF_MANY: DecisionNode = {
  question: 'onlyTailSuffers',
  yes: leaf('bad-task', 0.7),
  no: {
    question: 'callsThirdParty',
    yes: {
      question: 'isSlower',
      yes: { question: 'cpuIsFlat', yes: leaf('slow-dependency', 0.7), no: UNEXPLAINED },
      no: { question: 'failsMore', yes: leaf('dependency-down', 0.55), no: UNEXPLAINED },
    },
    no: {
      question: 'failsMore',
      yes: { question: 'middleIsAsUsual', yes: leaf('bad-task', 0.65), no: leaf('bad-task', 0.6) },
      no: UNEXPLAINED,
    },
  },
};

/** As much traffic as usual and no illness of its own to be seen: it waits for somebody. */
const WAITS: DecisionNode = {
  question: 'hasIllDependency',
  yes: {
    question: 'hasDownDependency',
    yes: leaf('dependency-down', 0.7),
    no: leaf('slow-dependency', 0.65),
  },
  no: {
    question: 'starvesDependency',
    yes: leaf('dependency-down', 0.75),
    no: {
      question: 'isSaturated',
      yes: leaf('capacity-shortage', 0.65),
      no: {
        question: 'failsWidely',
        yes: { question: 'callsThirdParty', yes: leaf('dependency-down', 0.55), no: UNEXPLAINED },
        no: ONE_OF_MANY,
      },
    },
  },
};

const UNCHANGED: DecisionNode = {
  question: 'memoryLeaks',
  yes: {
    question: 'leaksSinceDeployment',
    yes: ownLeaf('bad-deployment', 0.8),
    no: ownLeaf('memory-leak', 0.85),
  },
  no: {
    question: 'connectionsLeak',
    yes: {
      question: 'isSaturated',
      yes: leaf('capacity-shortage', 0.45),
      no: ownLeaf('connection-leak', 0.8),
    },
    no: {
      question: 'queueIsLate',
      yes: {
        question: 'hasDownDependency',
        yes: leaf('dependency-down', 0.6),
        no: leaf('consumer-backlog', 0.8),
      },
      no: {
        question: 'hasMoreTraffic',
        yes: MORE_TRAFFIC,
        no: { question: 'hasUnhealthyTargets', yes: leaf('bad-task', 0.8), no: WAITS },
      },
    },
  },
};

/**
 * A change explains what follows it, unless the load rose as well: then the change is only one suspect of two. Load that
 * does not fill the processor hurts nobody by itself: it is made of repetitions of what the change lets fail.
 */
function blameChange(failureType: FailureType, confidence: number): DecisionNode {
  const lessSure = leaf(failureType, confidence - 0.1);
  return {
    question: 'hasMoreTraffic',
    yes: {
      question: 'callersSendMore',
      yes: { question: 'isSaturated', yes: MORE_TRAFFIC, no: lessSure },
      no: lessSure,
    },
    no: leaf(failureType, confidence),
  };
}

/** The whole tree. Changes are asked for first: seven of ten incidents follow one (SRE book, chapter 8). */
export const DECISION_TREE: DecisionNode = {
  question: 'deployedJustBefore',
  yes: blameChange('bad-deployment', 0.9),
  no: {
    question: 'configuredJustBefore',
    yes: blameChange('bad-configuration', 0.9),
    no: {
      question: 'deployedBefore',
      yes: blameChange('bad-deployment', 0.7),
      no: { question: 'configuredBefore', yes: blameChange('bad-configuration', 0.7), no: UNCHANGED },
    },
  },
};

export interface Walk {
  readonly failureType: FailureType;
  readonly confidence: number;
  /** Each question with its answer. */
  readonly path: readonly string[];
  readonly isOwn: boolean;
}

function inWord(answer: boolean | undefined): string {
  if (answer === undefined) return 'unknown';
  return answer ? 'yes' : 'no';
}

/** Answers the questions from the root to a leaf. */
export function walkTree(facts: ServiceFacts, root: DecisionNode = DECISION_TREE): Walk {
  const path: string[] = [];
  let node = root;
  let confidence = 1;
  while ('question' in node) {
    const { text, ask } = QUESTIONS[node.question];
    const answer = ask(facts);
    path.push(`${text} ${inWord(answer)}`);
    if (answer === undefined) confidence *= UNKNOWN_FACTOR;
    node = answer ? node.yes : node.no;
  }
  return {
    failureType: node.failureType,
    confidence: confidence * node.confidence,
    path,
    isOwn: node.isOwn ?? false,
  };
}
