// The state plane: the one table that holds everything Fleetmedic knows, the archive of its audit log, and the stop
// switch. What a person may still need after a mistaken `cdk destroy` is retained.

import { Aws, Duration, RemovalPolicy, Tags, Validations } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { ARCHIVE_PREFIX } from '#contracts/archive-keys.ts';
import { STOP_SWITCH_NAME } from '#contracts/naming.ts';
import { TABLE_KEYS } from '#contracts/table-keys.ts';
import type { Known, Surroundings } from '../surroundings.ts';
import { type PlaneProps, PlaneStack } from './plane-stack.ts';

/** Released, before anybody has touched it. A later deployment leaves the value as people set it. */
export const RELEASED = JSON.stringify({
  isEngaged: false,
  by: 'fleetmedic',
  reason: 'Never engaged',
  at: 0,
});

/** Parameters can be changed by a strategy; this one by none, whatever other tags people give it. */
const DENY_TAG = 'fleetmedic:deny';

/** The audit log cannot be rewritten for a year; a person with a special right can still end that. */
const AUDIT_LOCK = Duration.days(365);

export class StateStack extends PlaneStack {
  readonly table: Table;
  readonly archive: Bucket;
  readonly stopSwitch: StringParameter;

  constructor(scope: Construct, props: PlaneProps) {
    super(scope, 'state', props);
    const key = props.options.hasOwnKey ? this.makeKey() : undefined;
    this.table = this.makeTable(key);
    this.archive = this.makeArchive(key);
    this.stopSwitch = new StringParameter(this, 'StopSwitch', {
      parameterName: STOP_SWITCH_NAME,
      stringValue: RELEASED,
      description: 'Fleetmedic: engaged, it forbids every change. `medic stop` and `medic resume` write it.',
    });
    Tags.of(this.stopSwitch).add(DENY_TAG, 'true');
  }

  /** The one table. */
  get knownTable(): Known {
    const { tableName, tableArn } = this.table;
    return {
      value: tableName,
      arns: { table: tableArn, 'table-index': `${tableArn}/index/${TABLE_KEYS.index}` },
    };
  }

  /** What every function is told of this plane. */
  get surroundings(): Surroundings {
    return {
      FLEETMEDIC_TABLE: this.knownTable,
      FLEETMEDIC_STOP_SWITCH: {
        value: this.stopSwitch.parameterName,
        arns: { 'stop-switch': this.stopSwitch.parameterArn },
      },
    };
  }

  /** What the archiver is told of, and nothing else. */
  get archiveSurroundings(): Surroundings {
    const { bucketName, bucketArn } = this.archive;
    // Exported by name, so that the wildcard can be acknowledged where it is granted.
    const entriesArn = `${this.exportValue(bucketArn)}/${ARCHIVE_PREFIX}*`;
    return {
      FLEETMEDIC_AUDIT_ARCHIVE: { value: bucketName, arns: { 'audit-archive': entriesArn } },
    };
  }

  private get removalPolicy(): RemovalPolicy {
    return this.props.options.retainsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
  }

  private makeTable(key: Key | undefined): Table {
    const table = new Table(this, 'Table', {
      partitionKey: { name: TABLE_KEYS.partition, type: AttributeType.STRING },
      sortKey: { name: TABLE_KEYS.sort, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: TABLE_KEYS.ttl,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      stream: StreamViewType.NEW_IMAGE,
      ...(key
        ? { encryption: TableEncryption.CUSTOMER_MANAGED, encryptionKey: key }
        : { encryption: TableEncryption.AWS_MANAGED }),
      removalPolicy: this.removalPolicy,
    });
    table.addGlobalSecondaryIndex({
      indexName: TABLE_KEYS.index,
      partitionKey: { name: TABLE_KEYS.list, type: AttributeType.STRING },
      sortKey: { name: TABLE_KEYS.listSort, type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    return table;
  }

  private makeArchive(key: Key | undefined): Bucket {
    const { retainsData } = this.props.options;
    const archive = new Bucket(this, 'AuditArchive', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      ...(key
        ? { encryption: BucketEncryption.KMS, encryptionKey: key }
        : { encryption: BucketEncryption.S3_MANAGED }),
      // What is locked cannot be destroyed with its stack.
      ...(retainsData ? { objectLockDefaultRetention: ObjectLockRetention.governance(AUDIT_LOCK) } : {}),
      removalPolicy: this.removalPolicy,
    });
    Validations.of(archive).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'The entries form a chain of hashes, which shows any change; a log of reads would be a second archive to guard',
    });
    return archive;
  }

  /** Whoever may use the table or the archive may use the key through them, as with the keys of AWS. */
  private makeKey(): Key {
    const key = new Key(this, 'Key', {
      description: 'Fleetmedic: table and audit archive',
      enableKeyRotation: true,
      removalPolicy: this.removalPolicy,
    });
    key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncrypt*',
          'kms:GenerateDataKey*',
          'kms:CreateGrant',
          'kms:DescribeKey',
        ],
        resources: ['*'],
        conditions: {
          StringEquals: {
            'kms:CallerAccount': Aws.ACCOUNT_ID,
            'kms:ViaService': [`dynamodb.${Aws.REGION}.amazonaws.com`, `s3.${Aws.REGION}.amazonaws.com`],
          },
        },
      }),
    );
    return key;
  }
}
