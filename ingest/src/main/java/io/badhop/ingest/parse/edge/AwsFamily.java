package io.badhop.ingest.parse.edge;

import io.badhop.ingest.parse.Detection;
import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.FormatFamily;
import io.badhop.ingest.parse.ParseContext;
import io.badhop.ingest.parse.ServerConfigs;
import io.badhop.schemas.event.Tier;
import java.util.List;

/** Amazon's edges: CloudFront and the load balancers that speak HTTP. */
public final class AwsFamily implements FormatFamily {

  /** Meaning under which a user lists the fields of a real-time log, in their order. */
  private static final String CHOSEN_FIELDS = "cloudfrontFields";

  private static final double PRIOR = 0.5;
  private static final Format STANDARD =
      access("cloudfront", "CloudFront standard log, W3C extended or JSON");
  private static final Format REAL_TIME =
      access(
          "cloudfront-realtime",
          "CloudFront real-time log; all fields, or those that " + CHOSEN_FIELDS + " lists");
  private static final Format ALB = access("aws-alb", "AWS application load balancer, access log");
  private static final Format ELB = access("aws-elb", "AWS classic load balancer, access log");

  private static Format access(String name, String description) {
    return new Format(name, Tier.EDGE, Format.Kind.ACCESS, description);
  }

  @Override
  public List<Format> formats() {
    return List.of(STANDARD, REAL_TIME, ALB, ELB);
  }

  @Override
  public List<Detection> candidates(ServerConfigs configs, String fileName, ParseContext context) {
    List<String> chosen = context.fields().of(CHOSEN_FIELDS);
    List<String> realTime = chosen.isEmpty() ? CloudFrontColumns.REAL_TIME : chosen;
    return List.of(
        new Detection(
            STANDARD, PRIOR, "", () -> new CloudFrontParser(context, CloudFrontColumns.STANDARD)),
        new Detection(REAL_TIME, PRIOR, "", () -> new CloudFrontParser(context, realTime)),
        new Detection(ALB, PRIOR, "", () -> new BalancerParser(context, false)),
        new Detection(ELB, PRIOR, "", () -> new BalancerParser(context, true)));
  }
}
