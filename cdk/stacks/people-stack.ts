// The people plane: the HTTP API that Slack calls when a person answers. It runs without the model runtime, because Slack
// waits three seconds.

import { CfnOutput, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ANSWER_APPROVAL } from '../functions.ts';
import { FunctionStack, type PlaneProps } from './plane-stack.ts';
import type { RecoverStack } from './recover-stack.ts';

export interface PeopleProps extends PlaneProps {
  readonly recover: RecoverStack;
}

const SLACK_PATH = '/slack/interactions';
/** As many characters as Slack's own. */
const SECRET_LENGTH = 32;
/** Clicks of people: more than these a second, or at once, are an attack. */
const THROTTLE = { rateLimit: 10, burstLimit: 20 };

export class PeopleStack extends FunctionStack {
  readonly api: HttpApi;
  readonly undelivered: Queue;

  constructor(scope: Construct, props: PeopleProps) {
    super(scope, 'people', props);
    this.undelivered = this.makeDeadLetterQueue('Undelivered');
    const secret = this.makeSecret();
    const receiver = this.addFunction(ANSWER_APPROVAL, {
      surroundings: {
        ...props.recover.surroundings,
        FLEETMEDIC_SLACK_SECRET: { value: secret.secretArn, arns: { 'slack-secret': secret.secretArn } },
      },
      undelivered: this.undelivered,
      pageTopic: props.recover.pageTopic,
    });
    this.api = this.makeApi();
    const [route] = this.api.addRoutes({
      path: SLACK_PATH,
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('Slack', receiver.live),
    });
    if (route) {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'Slack signs each request with a shared secret, which the function checks before anything else',
      });
    }
    new CfnOutput(this, 'SlackUrl', {
      value: `${this.api.apiEndpoint}${SLACK_PATH}`,
      description: 'Request URL for the interactivity of your Slack app',
    });
    new CfnOutput(this, 'ApiId', { value: this.api.apiId });
  }

  /** Random until a person stores that of the Slack app: until then no click is believed. */
  private makeSecret(): Secret {
    const secret = new Secret(this, 'SlackSecret', {
      secretName: 'fleetmedic/slack-signing-secret',
      description: 'Fleetmedic: the signing secret of your Slack app, as plain text',
      generateSecretString: { passwordLength: SECRET_LENGTH, excludePunctuation: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Slack issues the signing secret, and only a person can have it issued anew',
    });
    return secret;
  }

  private makeApi(): HttpApi {
    const api = new HttpApi(this, 'Api', { apiName: 'fleetmedic', createDefaultStage: false });
    const log = new LogGroup(this, 'ApiLog', {
      logGroupName: '/aws/vendedlogs/fleetmedic-api',
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: { destination: new LogGroupLogDestination(log) },
    });
    return api;
  }
}
