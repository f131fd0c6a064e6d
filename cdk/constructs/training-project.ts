// Trains a version of the anomaly models anew, in a build project: Node and Python of the managed image, every package at
// the version that this checkout pins. It reads what was recorded, and adds a version; the scorer lets it through the
// quality gate, or refuses it.

import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { BuildSpec, ComputeType, LinuxArmBuildImage, Project, Source } from 'aws-cdk-lib/aws-codebuild';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { NEWEST_VERSION_KEY, VERSION_MODELS } from '#contracts/model-keys.ts';
import type { Known } from '../surroundings.ts';
import { TRAINING_PERMISSIONS } from '../training-permissions.ts';
import { PermissionRole } from './permission-role.ts';

export interface TrainingProjectProps {
  /** The folder with the source of a training. */
  readonly source: string;
  /** The table with what was recorded. */
  readonly table: Known;
  /** Gets the versions. */
  readonly bucket: IBucket;
  readonly isLocal: boolean;
}

/** A training takes minutes; one that hangs must not cost a day. */
const TIMEOUT = Duration.hours(1);
/** The second of two trainings would only do the same. */
const AT_ONCE = 1;

export class TrainingProject extends Construct {
  readonly project: Project;

  constructor(scope: Construct, id: string, props: TrainingProjectProps) {
    super(scope, id);
    const asset = new Asset(this, 'Source', { path: props.source });
    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.project = this.makeProject(props, asset, logGroup);
    Validations.of(this.project).acknowledge({
      id: 'AwsSolutions-CB4',
      reason:
        'It has no artifacts: the version goes into the bucket of versions, with the encryption of that',
    });
  }

  private makeProject(props: TrainingProjectProps, asset: Asset, logGroup: LogGroup): Project {
    return new Project(this, 'Project', {
      projectName: 'fleetmedic-training',
      description: 'Fleetmedic: trains the anomaly models anew, on what was recorded here',
      source: Source.s3({ bucket: asset.bucket, path: asset.s3ObjectKey }),
      // All that it may do stands in the list of permissions; CDK would add more.
      role: this.makeRole(props, asset, logGroup).withoutPolicyUpdates(),
      environment: {
        buildImage: LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0,
        computeType: ComputeType.MEDIUM,
      },
      environmentVariables: {
        FLEETMEDIC_TABLE: { value: props.table.value },
        FLEETMEDIC_MODELS: { value: props.bucket.bucketName },
      },
      buildSpec: BuildSpec.fromObject(BUILD),
      logging: { cloudWatch: { logGroup } },
      grantReportGroupPermissions: false,
      concurrentBuildLimit: AT_ONCE,
      timeout: TIMEOUT,
    });
  }

  private makeRole(
    { table, bucket, isLocal }: TrainingProjectProps,
    asset: Asset,
    logGroup: LogGroup,
  ): PermissionRole {
    const arns = {
      'newest-version': bucket.arnForObjects(NEWEST_VERSION_KEY),
      'training-versions': bucket.arnForObjects('versions/*'),
      'training-source': asset.bucket.arnForObjects(asset.s3ObjectKey),
      'training-log': logGroup.logGroupArn,
    };
    return new PermissionRole(this, 'Role', {
      description: 'Fleetmedic: training',
      principal: new ServicePrincipal('codebuild.amazonaws.com'),
      permissions: TRAINING_PERMISSIONS,
      surroundings: { table, training: { value: 'training', arns } },
      isLocal,
    });
  }
}

const OUT = '/tmp/challenger';
const [SCORE = ''] = VERSION_MODELS;

/** The object that names the newest version is written last: what it names is whole. */
const BUILD = {
  version: '0.2',
  env: { shell: 'bash' },
  phases: {
    install: {
      'runtime-versions': { nodejs: '22', python: '3.12' },
      // The library that LightGBM counts on, and the Node that this checkout pins.
      commands: ['dnf install -y -q libgomp', 'npm ci --omit=dev --no-audit --no-fund'],
    },
    build: {
      commands: [
        `node_modules/.bin/node tools/train-challenger.ts --out ${OUT} --table "$FLEETMEDIC_TABLE" --bucket "$FLEETMEDIC_MODELS"`,
        `HASH=$(sha256sum ${OUT}/${SCORE}/model.onnx | cut -d ' ' -f 1)`,
        `aws s3 cp ${OUT} "s3://$FLEETMEDIC_MODELS/versions/$HASH" --recursive --only-show-errors`,
        `echo "{\\"hash\\":\\"$HASH\\"}" | aws s3 cp - "s3://$FLEETMEDIC_MODELS/${NEWEST_VERSION_KEY}" --only-show-errors`,
      ],
    },
  },
};
