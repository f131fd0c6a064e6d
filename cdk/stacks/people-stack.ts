// The people plane: the HTTP API that Slack calls when a person answers, and that people and programs of the account ask,
// as IAM lets them. It runs without the model runtime, because Slack waits three seconds.

import { CfnOutput, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { servedEndpoints } from '#contracts/api/served.ts';
import type { FleetFunction } from '../constructs/fleet-function.ts';
import { ANSWER_APPROVAL, SERVE_API } from '../functions.ts';
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
    this.addSlackRoute(receiver);
    this.serveAccount(props);
    new CfnOutput(this, 'SlackUrl', {
      value: `${this.api.apiEndpoint}${SLACK_PATH}`,
      description: 'Request URL for the interactivity of your Slack app',
    });
    new CfnOutput(this, 'ApiUrl', {
      value: this.api.apiEndpoint,
      description: 'For `medic ... --url`; requests are signed with the credentials of the shell',
    });
    new CfnOutput(this, 'ApiId', { value: this.api.apiId });
  }

  private addSlackRoute({ live }: FleetFunction): void {
    const [route] = this.api.addRoutes({
      path: SLACK_PATH,
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('Slack', live),
    });
    if (route) {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'Slack signs each request with a shared secret, which the function checks before anything else',
      });
    }
  }

  /** Each endpoint is a route of its own, so that a policy can grant some and not others. */
  private serveAccount({ recover }: PeopleProps): void {
    const { live } = this.addFunction(SERVE_API, {
      surroundings: recover.surroundings,
      undelivered: this.undelivered,
      pageTopic: recover.pageTopic,
    });
    const integration = new HttpLambdaIntegration('Account', live);
    const authorizer = new HttpIamAuthorizer();
    for (const { method, path } of servedEndpoints())
      this.api.addRoutes({ path, methods: [HttpMethod[method]], integration, authorizer });
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
