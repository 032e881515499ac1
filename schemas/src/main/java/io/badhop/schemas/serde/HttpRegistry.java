package io.badhop.schemas.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.badhop.schemas.serde.RegistryCounters.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * A registry that speaks Confluent's REST API: Confluent's own, Karapace, Redpanda's, Apicurio's.
 *
 * <p>What was answered once is not asked again: a number means the same schema for ever. What the
 * registry did not know is asked again after a while, as it may know it later. While none of its
 * addresses answers, a call tries them in turn with growing pauses until its patience is over, and
 * then throws {@link RegistryUnavailableException}; all other failures are {@link
 * SchemaRegistryException}s.
 *
 * <p>Paths and bodies: Confluent Schema Registry API reference, "Subjects" and "Schemas".
 */
public final class HttpRegistry implements SchemaRegistry {
  /** A topic full of somebody else's records must not become a request for each of them. */
  private static final long UNKNOWN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final int MOST_UNKNOWN = 1_000;

  private final RegistryHttp http;
  private final Map<Registered, Integer> numbers = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
  private final Map<Integer, Long> unknownSince = new ConcurrentHashMap<>();

  private record Registered(String subject, String schema) {}

  /**
   * Asks nothing yet.
   *
   * @param onWait told why nobody answers, before each pause; must not block
   */
  public HttpRegistry(RegistryAddress address, RegistryCounters counters, Consumer<String> onWait) {
    this.http = new RegistryHttp(address, counters, onWait);
  }

  @Override
  public int register(String subject, Schema schema) {
    return numbers.computeIfAbsent(
        new Registered(subject, schema.toString()),
        unknown ->
            remember(
                http.post(Call.REGISTER, path(subject) + "/versions", body(schema))
                    .orElseThrow(
                        () -> new SchemaRegistryException(http + " takes no subject " + subject)),
                schema));
  }

  @Override
  public OptionalInt findId(String subject, Schema schema) {
    Registered wanted = new Registered(subject, schema.toString());
    Integer known = numbers.get(wanted);
    if (known == null) {
      known =
          http.post(Call.LOOK_UP, path(subject), body(schema))
              .map(answer -> remember(answer, schema))
              .orElse(null);
      if (known == null) {
        return OptionalInt.empty();
      }
      numbers.put(wanted, known);
    }
    return OptionalInt.of(known);
  }

  @Override
  public Schema byId(int id) {
    return schemas.computeIfAbsent(
        id,
        unknown ->
            ask(id)
                .orElseThrow(
                    () ->
                        new SchemaRegistryException("no schema has the ID " + id + " at " + http)));
  }

  private Optional<Schema> ask(int id) {
    Long since = unknownSince.get(id);
    if (since != null && System.nanoTime() - since < UNKNOWN_NANOS) {
      return Optional.empty();
    }
    Optional<Schema> found =
        http.get(Call.BY_ID, "/schemas/ids/" + id).map(answer -> schema(answer, "ID " + id));
    if (found.isEmpty()) {
      if (unknownSince.size() >= MOST_UNKNOWN) {
        unknownSince.clear();
      }
      unknownSince.put(id, System.nanoTime());
    }
    return found;
  }

  @Override
  public Optional<Schema> latest(String subject) {
    return http.get(Call.LATEST, path(subject) + "/versions/latest")
        .map(answer -> schema(answer, "subject " + subject));
  }

  private int remember(JsonNode answer, Schema schema) {
    int id = answer.path("id").asInt();
    if (id <= 0) {
      throw new SchemaRegistryException(
          http + " answered without an ID: " + RegistryHttp.shortened(answer.toString()));
    }
    schemas.putIfAbsent(id, schema);
    return id;
  }

  /** Registries leave the type out where it is Avro. */
  private Schema schema(JsonNode answer, String what) {
    String type = answer.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new SchemaRegistryException(
          what + " at " + http + " is of type " + type + ", not AVRO");
    }
    try {
      return new Schema.Parser().parse(answer.path("schema").asText());
    } catch (SchemaParseException e) {
      throw new SchemaRegistryException(what + " at " + http + " is no Avro schema", e);
    }
  }

  private static JsonNode body(Schema schema) {
    return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
  }

  private static String path(String subject) {
    return "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
