package caldavbackup;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Keeps the arrows of docs/architecture.md pointing down. */
@AnalyzeClasses(packages = "caldavbackup", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule arrows_point_down =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cli")
          .definedBy("caldavbackup.cli..")
          .layer("folder")
          .definedBy("caldavbackup.folder..")
          .layer("plakar")
          .definedBy("caldavbackup.plakar..")
          .layer("backup")
          .definedBy("caldavbackup.backup..")
          .layer("restore")
          .definedBy("caldavbackup.restore..")
          .layer("snapshot")
          .definedBy("caldavbackup.snapshot..")
          .layer("dav")
          .definedBy("caldavbackup.dav..")
          .layer("oauth")
          .definedBy("caldavbackup.oauth..")
          .layer("account")
          .definedBy("caldavbackup.account..")
          .layer("ical")
          .definedBy("caldavbackup.ical..")
          .layer("proto")
          .definedBy("caldavbackup.proto..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("folder")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("plakar")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("backup")
          .mayOnlyBeAccessedByLayers("plakar")
          .whereLayer("restore")
          .mayOnlyBeAccessedByLayers("plakar")
          .whereLayer("snapshot")
          .mayOnlyBeAccessedByLayers("backup", "restore")
          .whereLayer("dav")
          .mayOnlyBeAccessedByLayers("cli", "plakar", "backup", "restore", "snapshot")
          .whereLayer("oauth")
          .mayOnlyBeAccessedByLayers("cli", "plakar")
          .whereLayer("account")
          .mayOnlyBeAccessedByLayers(
              "cli", "plakar", "backup", "restore", "snapshot", "dav", "oauth")
          .whereLayer("proto")
          .mayOnlyBeAccessedByLayers("plakar", "folder")
          .whereLayer("ical")
          .mayOnlyBeAccessedByLayers("folder", "backup", "restore", "dav");

  @ArchTest
  static final ArchRule only_plakars_side_knows_grpc =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..account..",
              "..oauth..",
              "..dav..",
              "..backup..",
              "..restore..",
              "..snapshot..",
              "..ical..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.grpc..", "com.google.protobuf..", "caldavbackup.proto..");

  @ArchTest
  static final ArchRule ical_knows_no_http =
      noClasses()
          .that()
          .resideInAPackage("..ical..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache..", "java.net..");

  @ArchTest
  static final ArchRule only_cli_ends_the_process_or_prints =
      noClasses()
          .that()
          .resideOutsideOfPackage("..cli..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .callMethod(System.class, "exit", int.class);
}
