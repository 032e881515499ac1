package io.badhop.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package may import what, and what pure packages may not do. */
class ArchitectureTest {
  private static final JavaClasses BADHOP =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.badhop");

  private static final String SCAN = "io.badhop.schemas.scan";
  private static final String EVENT = "io.badhop.schemas.event";
  private static final String SCHEMAS = "io.badhop.schemas..";
  private static final String AVRO = "org.apache.avro..";
  private static final String LOGGING = "org.slf4j..";
  private static final String METRICS = "io.micrometer.core..";
  private static final String JACKSON = "com.fasterxml.jackson..";
  private static final String SKETCHES = "com.datadoghq.sketch..";
  private static final String[] KAFKA_CLIENTS = {
    "org.apache.kafka.clients..", "org.apache.kafka.common.."
  };

  /**
   * A package with those below it.
   *
   * @param may packages it may import besides the JDK and itself
   * @param values single classes of other rooms that it may import besides, as a pattern of names
   */
  private record Room(String name, boolean pure, List<String> may, String values) {
    static Room of(String name, String... may) {
      return new Room(name, false, List.of(may), "-");
    }

    static Room pure(String name, String... may) {
      return new Room(name, true, List.of(may), "-");
    }

    Room and(String... more) {
      return new Room(name, pure, Stream.concat(may.stream(), Stream.of(more)).toList(), values);
    }

    Room values(String pattern) {
      return new Room(name, pure, may, pattern);
    }

    String packages() {
      return "io.badhop." + name + "..";
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Room> ROOMS =
      List.of(
          Room.of("schemas.event", AVRO),
          Room.pure("schemas.scan", EVENT, AVRO),
          Room.of("schemas.serde", EVENT, SCAN, AVRO, JACKSON)
              .and("org.apache.kafka.common.serialization..", "org.apache.kafka.common.errors.."),
          Room.of("schemas.topic", EVENT, "io.badhop.schemas.serde", AVRO)
              .and("org.apache.kafka.common.serialization.."),
          Room.pure("ingest.parse", EVENT, AVRO, "com.fasterxml.jackson.core.."),
          Room.pure("ingest.bind", EVENT, AVRO).values("io.badhop.ingest.parse.ErrorRecord"),
          Room.pure("ingest.privacy", EVENT, AVRO),
          Room.of("ingest.source", LOGGING, "com.github.luben.zstd..", "com.sun.net.httpserver..")
              .and("com.fasterxml.jackson.core..", "com.google.protobuf..")
              .and(KAFKA_CLIENTS)
              .values("io.badhop.ingest.parse.RawLine"),
          Room.of("ingest.ship", SCHEMAS, AVRO, LOGGING, METRICS)
              .and("io.badhop.ingest.parse..", "io.badhop.ingest.bind", "io.badhop.ingest.source")
              .and("io.badhop.ingest.privacy")
              .and(KAFKA_CLIENTS),
          Room.pure("streams.correlate", EVENT, SCAN, AVRO),
          Room.pure("streams.diagnose", EVENT, AVRO),
          Room.pure("streams.summarise", EVENT, SCAN, AVRO, SKETCHES)
              .and("io.badhop.streams.correlate", "io.badhop.streams.diagnose"),
          Room.pure("streams.detect", EVENT, AVRO, SKETCHES)
              .and("io.badhop.streams.diagnose", "org.apache.commons.statistics.."),
          Room.of("streams.topology", SCHEMAS, AVRO, LOGGING, METRICS, "io.badhop.streams..")
              .and("org.apache.kafka.streams..")
              .and(KAFKA_CLIENTS),
          Room.of("streams.replay", EVENT, AVRO, LOGGING)
              .and("io.badhop.streams.correlate", "io.badhop.streams.diagnose")
              .and("io.badhop.streams.summarise", "io.badhop.streams.detect"),
          Room.pure("alerting.decide", EVENT, AVRO),
          // An escalation has one JSON form, and that is with the serdes.
          Room.of("alerting.deliver", EVENT, AVRO, JACKSON, LOGGING, "io.github.resilience4j..")
              .values("io.badhop.schemas.serde.RecordJson"),
          Room.of("alerting.remember", SCHEMAS, AVRO, JACKSON, LOGGING).and(KAFKA_CLIENTS),
          Room.of("alerting", SCHEMAS, AVRO, LOGGING, METRICS, "io.badhop.alerting..")
              .and(KAFKA_CLIENTS),
          Room.of("cli", "*.."));

  static List<Room> rooms() {
    return ROOMS;
  }

  static List<Room> pureRooms() {
    return ROOMS.stream().filter(Room::pure).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rooms")
  void importsOnlyWhatItsRoomMay(Room room) {
    String[] allowed =
        Stream.concat(Stream.of("java..", "javax..", room.packages()), room.may().stream())
            .toArray(String[]::new);
    classes()
        .that(liveIn(room))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed).or(nameMatching(room.values() + "(\\$.*)?")))
        .check(BADHOP);
  }

  @Test
  void everyPackageHasARoom() {
    Set<String> homeless =
        BADHOP.stream()
            .filter(type -> ROOMS.stream().noneMatch(room -> liveIn(room).test(type)))
            .map(JavaClass::getPackageName)
            .collect(Collectors.toSet());

    assertThat(homeless).isEmpty();
  }

  @Test
  void kafkaStreamsIsUsedInTopologyOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.badhop.streams.topology..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka.streams..")
        .check(BADHOP);
  }

  @Test
  void brokersInternalsAreBehindTheEmbeddedBroker() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.badhop.cli.embedded..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("kafka..", "org.apache.kafka.server..", "org.apache.kafka.metadata..")
        .check(BADHOP);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pureRooms")
  void pureRoomTouchesNoFileNetworkThreadOrChance(Room room) {
    noClasses()
        .that(liveIn(room))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "java.net..",
                    "java.nio.file..",
                    "java.nio.channels..",
                    "java.util.logging..",
                    "javax..")
                .or(nameMatching("java\\.io\\.(File.*|RandomAccessFile|Console|PrintStream)"))
                .or(nameMatching("java\\.lang\\.(Thread|ThreadLocal|Runtime|ProcessBuilder)"))
                .or(nameMatching("java\\.util\\.(Random|Timer)"))
                .or(nameMatching("java\\.util\\.concurrent\\.(ThreadLocalRandom|Execut.*)"))
                .or(nameMatching("java\\.security\\.SecureRandom")))
        .check(BADHOP);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pureRooms")
  void pureRoomReadsNoClock(Room room) {
    noClasses()
        .that(liveIn(room))
        .should(callMethodWhere(CLOCK_OR_CHANCE))
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .callConstructor(Date.class)
        .check(BADHOP);
  }

  private static final DescribedPredicate<JavaAccess<?>> CLOCK_OR_CHANCE =
      DescribedPredicate.describe(
          "that reads the clock, the environment or chance",
          access -> {
            String owner = access.getTargetOwner().getName();
            String method = access.getTarget().getName();
            return switch (owner) {
              case "java.lang.System" ->
                  !Set.of("arraycopy", "identityHashCode", "lineSeparator").contains(method);
              case "java.lang.Math", "java.lang.StrictMath" -> method.equals("random");
              case "java.util.UUID" -> method.equals("randomUUID");
              case "java.util.Calendar" -> method.equals("getInstance");
              case "java.util.TimeZone", "java.time.ZoneId" ->
                  method.equals("getDefault") || method.equals("systemDefault");
              default -> owner.startsWith("java.time.") && method.equals("now");
            };
          });

  @ParameterizedTest(name = "{0}")
  @MethodSource("pureRooms")
  void pureRoomHasNoStaticStateThatChanges(Room room) {
    fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat(liveIn(room))
        .should()
        .beFinal()
        .andShould()
        .notHaveRawType(MUTABLE)
        .allowEmptyShould(true)
        .check(BADHOP);
  }

  private static final DescribedPredicate<JavaClass> MUTABLE =
      DescribedPredicate.describe(
          "a holder that changes",
          type ->
              Stream.of(
                      AtomicInteger.class,
                      AtomicLong.class,
                      AtomicReference.class,
                      ConcurrentMap.class,
                      HashMap.class,
                      TreeMap.class,
                      ArrayList.class,
                      StringBuilder.class)
                  .anyMatch(type::isAssignableTo));

  /** The room with the longest name that fits is the one that a class lives in. */
  private static DescribedPredicate<JavaClass> liveIn(Room room) {
    return DescribedPredicate.describe(
        "live in " + room,
        type ->
            ROOMS.stream()
                .filter(r -> holds(r, type))
                .max((a, b) -> Integer.compare(a.name().length(), b.name().length()))
                .filter(room::equals)
                .isPresent());
  }

  private static boolean holds(Room room, JavaClass type) {
    String home = "io.badhop." + room.name();
    String name = type.getPackageName();
    return name.equals(home) || name.startsWith(home + ".");
  }
}
