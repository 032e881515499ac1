package io.badhop.cli.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.badhop.schemas.serde.InProcessRegistry;
import io.badhop.schemas.serde.InProcessRegistry.Version;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;

/** The calls of Confluent's REST API that read, answered from a registry in this process. */
final class RegistryCalls {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final String LEVEL = "BACKWARD";

  private final InProcessRegistry registry;

  RegistryCalls(InProcessRegistry registry) {
    this.registry = registry;
  }

  /**
   * What is sent back.
   *
   * @param status of HTTP
   * @param json the body
   */
  record Answer(int status, String json) {

    /** An error in Confluent's form. */
    static Answer error(int status, int code, String message) {
      return new Answer(
          status,
          JSON.createObjectNode().put("error_code", code).put("message", message).toString());
    }
  }

  /** Why a call gets no result. */
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    Refusal(int status, int code, String message) {
      super(message, null, false, false);
      this.status = status;
      this.code = code;
    }
  }

  /**
   * Answers one call; never throws.
   *
   * @param rawPath as it came, percent signs and all
   */
  Answer answer(String method, String rawPath, byte[] body) {
    try {
      List<String> path = segments(rawPath);
      Object result =
          switch (method) {
            case "GET" -> get(path);
            case "POST" -> post(path, body);
            case "PUT", "DELETE" -> throw readOnly();
            default -> throw new Refusal(405, 405, method + " is not answered here");
          };
      return new Answer(
          200,
          result instanceof Schema schema ? schema.toString() : JSON.writeValueAsString(result));
    } catch (Refusal e) {
      return Answer.error(e.status, e.code, e.getMessage());
    } catch (JsonProcessingException | RuntimeException | StackOverflowError e) {
      return Answer.error(500, 50001, "the registry failed: " + e);
    }
  }

  private static List<String> segments(String rawPath) {
    return Arrays.stream(rawPath.split("/"))
        .filter(segment -> !segment.isEmpty())
        // A plus is itself in a path; only in forms does it mean a space.
        .map(segment -> segment.replace("+", "%2B"))
        .map(segment -> URLDecoder.decode(segment, StandardCharsets.UTF_8))
        .toList();
  }

  private Object get(List<String> path) {
    if (path.isEmpty()) {
      return Map.of();
    }
    return switch (path.get(0)) {
      case "subjects" -> subjects(path);
      case "schemas" -> schemas(path);
      case "config" -> ofAllOrOne(path, Map.of("compatibilityLevel", LEVEL));
      case "mode" -> ofAllOrOne(path, Map.of("mode", "READONLY"));
      default -> throw unknownCall();
    };
  }

  private Object subjects(List<String> path) {
    if (path.size() == 1) {
      return registry.versions().stream().map(Version::subject).distinct().sorted().toList();
    }
    if (path.size() < 3 || !path.get(2).equals("versions")) {
      throw unknownCall();
    }
    List<Version> versions = versionsOf(path.get(1));
    return switch (path.size()) {
      case 3 -> versions.stream().map(Version::version).toList();
      case 4 -> whole(version(versions, path.get(3)));
      case 5 -> {
        if (!path.get(4).equals("schema")) {
          throw unknownCall();
        }
        yield version(versions, path.get(3)).schema();
      }
      default -> throw unknownCall();
    };
  }

  private Object schemas(List<String> path) {
    if (path.equals(List.of("schemas", "types"))) {
      return List.of("AVRO");
    }
    if (path.size() < 3 || path.size() > 4 || !path.get(1).equals("ids")) {
      throw unknownCall();
    }
    List<Version> holders = holdersOf(path.get(2));
    return switch (path.size() == 3 ? "" : path.get(3)) {
      case "" -> Map.of("schema", holders.get(0).schema().toString());
      case "schema" -> holders.get(0).schema();
      case "subjects" -> holders.stream().map(Version::subject).distinct().sorted().toList();
      case "versions" ->
          holders.stream()
              .map(v -> new TreeMap<>(Map.of("subject", v.subject(), "version", v.version())))
              .toList();
      default -> throw unknownCall();
    };
  }

  private Object ofAllOrOne(List<String> path, Object answer) {
    if (path.size() > 2) {
      throw unknownCall();
    }
    if (path.size() == 2) {
      versionsOf(path.get(1));
    }
    return answer;
  }

  private Object post(List<String> path, byte[] body) {
    if (path.size() == 2 && path.get(0).equals("subjects")) {
      return lookUp(path.get(1), body);
    }
    if (path.size() == 3 && path.get(0).equals("subjects") && path.get(2).equals("versions")) {
      throw readOnly();
    }
    if (path.size() == 5
        && path.subList(0, 2).equals(List.of("compatibility", "subjects"))
        && path.get(3).equals("versions")) {
      return compatible(version(versionsOf(path.get(2)), path.get(4)), body);
    }
    throw unknownCall();
  }

  private Object lookUp(String subject, byte[] body) {
    versionsOf(subject);
    return registry
        .find(subject, schema(body))
        .map(RegistryCalls::whole)
        .orElseThrow(
            () -> new Refusal(404, 40403, "subject '" + subject + "' does not hold this schema"));
  }

  private static Object compatible(Version earlier, byte[] body) {
    Optional<String> obstacle = InProcessRegistry.obstacle(schema(body), earlier.schema());
    Map<String, Object> answer = new TreeMap<>();
    answer.put("is_compatible", obstacle.isEmpty());
    obstacle.ifPresent(words -> answer.put("messages", List.of(words)));
    return answer;
  }

  private List<Version> versionsOf(String subject) {
    List<Version> versions =
        registry.versions().stream().filter(v -> v.subject().equals(subject)).toList();
    if (versions.isEmpty()) {
      throw new Refusal(404, 40401, "subject '" + subject + "' not found");
    }
    return versions;
  }

  private static Version version(List<Version> versions, String wanted) {
    if (wanted.equals("latest") || wanted.equals("-1")) {
      return versions.get(versions.size() - 1);
    }
    int number =
        wholeNumber(wanted)
            .orElseThrow(
                () ->
                    new Refusal(
                        422,
                        42202,
                        "version '"
                            + wanted
                            + "' is neither 'latest' nor a whole number from 1 to 2147483647"));
    return versions.stream()
        .filter(v -> v.version() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    404,
                    40402,
                    "subject '" + versions.get(0).subject() + "' has no version " + number));
  }

  private List<Version> holdersOf(String id) {
    int number = wholeNumber(id).orElse(0);
    List<Version> holders = registry.versions().stream().filter(v -> v.id() == number).toList();
    if (holders.isEmpty()) {
      throw new Refusal(404, 40403, "no schema has the ID " + id);
    }
    return holders;
  }

  private static Optional<Integer> wholeNumber(String text) {
    try {
      int number = Integer.parseInt(text);
      return number < 1 ? Optional.empty() : Optional.of(number);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Map<String, Object> whole(Version v) {
    return new TreeMap<>(
        Map.of(
            "subject", v.subject(),
            "version", v.version(),
            "id", v.id(),
            "schema", v.schema().toString()));
  }

  private static Schema schema(byte[] body) {
    JsonNode call = json(body);
    String type = call.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new Refusal(422, 42201, "schemas of type " + type + " are not kept here, only AVRO");
    }
    if (!call.path("references").isEmpty()) {
      throw new Refusal(422, 42201, "references to other schemas are not resolved here");
    }
    try {
      return new Schema.Parser().parse(call.path("schema").asText());
    } catch (RuntimeException | StackOverflowError e) {
      throw new Refusal(422, 42201, "not an Avro schema: " + e.getMessage());
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException | StackOverflowError e) {
      throw new Refusal(400, 400, "the body is not JSON: " + firstLine(e.getMessage()));
    }
  }

  /** Jackson tells the place in lines of its own. */
  private static String firstLine(String message) {
    return String.valueOf(message).lines().findFirst().orElse("");
  }

  private static Refusal readOnly() {
    return new Refusal(
        422,
        42205,
        "this registry is read-only: it belongs to a running badhop, which registers its schemas itself");
  }

  private static Refusal unknownCall() {
    return new Refusal(404, 404, "no such call; known are subjects, schemas, config and mode");
  }
}
