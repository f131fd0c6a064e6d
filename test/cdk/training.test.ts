import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { NEWEST_VERSION_KEY } from '#contracts/model-keys.ts';
import { stageTraining } from '../../cdk/assets/training-source.ts';
import { changesOf, statementsOf } from './statements.ts';
import { synthesize } from './synthesize.ts';

const deployment = synthesize({ training: 'true' });
const { learn } = deployment.templates;

describe('the bucket of versions', () => {
  it('is there in every deployment: private, encrypted, versioned and retained', () => {
    synthesize().templates.learn.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: Match.objectLike({
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: Match.objectLike({ RestrictPublicBuckets: true }),
        BucketEncryption: Match.anyValue(),
      }),
    });
  });

  it('can be read by the scorer and written by no function', () => {
    const statements = statementsOf(deployment).filter(({ actions }) => /^s3:/.test(actions.join()));
    const roles = statements
      .filter(({ resources }) => resources.some((resource) => resource.includes('Models')))
      .map(({ role, actions }) => `${role.replace(/Policy.*/, '')}: ${actions.join()}`);

    expect(roles.toSorted()).toEqual([
      expect.stringMatching(/^learn\/TrainingRole.*: s3:GetObject$/),
      expect.stringMatching(/^learn\/TrainingRole.*: s3:PutObject$/),
      expect.stringMatching(/^observe\/ScoreServices.*: s3:GetObject$/),
      expect.stringMatching(/^observe\/ScoreServices.*: s3:ListBucket$/),
    ]);
  });
});

describe('the training', () => {
  it('is deployed only where it is asked for', () => {
    synthesize().templates.learn.resourceCountIs('AWS::CodeBuild::Project', 0);
    learn.resourceCountIs('AWS::CodeBuild::Project', 1);
  });

  it('builds from the packed source in a managed image, one at a time, without Docker or rights over it', () => {
    learn.hasResourceProperties('AWS::CodeBuild::Project', {
      Source: Match.objectLike({ Type: 'S3' }),
      Artifacts: { Type: 'NO_ARTIFACTS' },
      ConcurrentBuildLimit: 1,
      TimeoutInMinutes: 60,
      Environment: Match.objectLike({
        Image: Match.stringLikeRegexp('^aws/codebuild/'),
        PrivilegedMode: false,
      }),
    });
  });

  it('names the newest version last, so that what it names is whole', () => {
    const [{ Properties } = { Properties: undefined }] = Object.values(
      learn.findResources('AWS::CodeBuild::Project'),
    );
    const { build } = JSON.parse(Properties?.['Source'].BuildSpec).phases;

    expect(build.commands[0]).toContain('tools/train-challenger.ts');
    expect(build.commands.at(-1)).toContain(NEWEST_VERSION_KEY);
  });

  it('is begun by what the review of the models says on the bus, and what cannot begin is kept', () => {
    learn.hasResourceProperties('AWS::Events::Rule', {
      EventBusName: Match.anyValue(),
      EventPattern: { source: ['fleetmedic'], 'detail-type': ['retraining-asked'] },
      Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
    });
  });

  it('can read what was recorded and add a version, and change nothing else', () => {
    const own = statementsOf(deployment).filter(({ role }) => role.startsWith('learn/'));

    expect(changesOf(own)).toEqual(
      [
        'codebuild:StartBuild on TrainingProject',
        'logs:CreateLogStream on its own log',
        'logs:PutLogEvents on its own log',
        's3:PutObject on Models/versions/*, Models/newest.json',
      ].toSorted(),
    );
  });

  it('is packed with what it needs, and without what is tried here', () => {
    const folder = stageTraining(mkdtempSync(join(tmpdir(), 'training-')));

    const has = (path: string) => existsSync(join(folder, path));
    expect(
      [
        'tools/train-challenger.ts',
        'src/domain/ids.ts',
        'models/training/requirements.txt',
        'package-lock.json',
      ].filter((path) => !has(path)),
    ).toEqual([]);
    expect(has('models/challenger') || has('models/training/__pycache__')).toBe(false);
  });
});
