// New versions of Fleetmedic's own functions get a tenth of the calls first; an alarm takes them back (CodeDeploy).

import { Validations } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { FleetFunction } from './fleet-function.ts';

const POLICY = 'AWSCodeDeployRoleForLambdaLimited';

/** The gradual deployments of one stack. */
export class GradualDeployments extends Construct {
  private readonly application: LambdaApplication;
  private readonly role: Role;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.application = new LambdaApplication(this, 'Application');
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
      description: 'Fleetmedic: shifts the calls of its functions to new versions',
    });
    Validations.of(this.role).acknowledge({
      id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/${POLICY}]`,
      reason: 'The policy that AWS keeps for exactly this purpose; a copy would miss its corrections',
    });
  }

  /** Ten percent for five minutes, then all; back at once when one of the alarms goes off. */
  add({ node, live }: FleetFunction, alarms: readonly IAlarm[]): void {
    new LambdaDeploymentGroup(this, node.id, {
      application: this.application,
      role: this.role,
      alias: live,
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      alarms: [...alarms],
    });
  }
}
