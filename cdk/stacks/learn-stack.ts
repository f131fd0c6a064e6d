// The learn plane: the versions of the anomaly models that trainings have made, and where it is asked for the project that
// makes them. The shipped version needs none of it.

import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { CodeBuildProject } from 'aws-cdk-lib/aws-events-targets';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { EVENT_SOURCE, type FleetmedicEvent } from '#contracts/events.ts';
import { TRAINING_SOURCE } from '../assets/training-source.ts';
import { TrainingProject } from '../constructs/training-project.ts';
import type { Surroundings } from '../surroundings.ts';
import { type PlaneProps, PlaneStack } from './plane-stack.ts';
import type { RecoverStack } from './recover-stack.ts';
import type { StateStack } from './state-stack.ts';

export interface LearnProps extends PlaneProps {
  readonly state: StateStack;
  readonly recover: RecoverStack;
}

const ASKED: FleetmedicEvent['type'] = 'retraining-asked';

export class LearnStack extends PlaneStack {
  readonly bucket: Bucket;
  /** Trainings that could not be begun; only where there is a project. */
  readonly undelivered: Queue | undefined;

  constructor(scope: Construct, props: LearnProps) {
    super(scope, 'learn', props);
    this.bucket = this.makeBucket();
    if (props.options.hasTraining) this.undelivered = this.addTraining(props);
  }

  /** What the scorer is told of. */
  get surroundings(): Surroundings {
    const { bucketName, bucketArn } = this.bucket;
    // Exported by name, so that the wildcard can be acknowledged where it is granted.
    const arn = this.exportValue(bucketArn);
    return {
      FLEETMEDIC_MODELS: { value: bucketName, arns: { 'model-bucket': arn, 'model-versions': `${arn}/*` } },
    };
  }

  private makeBucket(): Bucket {
    const { retainsData } = this.props.options;
    const bucket = new Bucket(this, 'Models', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      removalPolicy: retainsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'Every file is proven by its hash before it is used; who reads models is no secret',
    });
    return bucket;
  }

  /** Asked for on the bus by the hourly review; a person can start it in the console of CodeBuild as well. */
  private addTraining({ state, recover }: LearnProps): Queue {
    const undelivered = this.makeDeadLetterQueue('Undelivered');
    const { project } = new TrainingProject(this, 'Training', {
      source: this.props.assetOf(TRAINING_SOURCE),
      table: state.knownTable,
      bucket: this.bucket,
      isLocal: this.props.options.isLocal,
    });
    new Rule(this, 'Asked', {
      description: 'Trainings that the review of the models asks for',
      eventBus: recover.bus,
      eventPattern: { source: [EVENT_SOURCE], detailType: [ASKED] },
      targets: [new CodeBuildProject(project, { deadLetterQueue: undelivered })],
    });
    return undelivered;
  }
}
