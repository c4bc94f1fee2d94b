package caldavbackup.view;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.selenium.AxeBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A Chromium without a window, where one is installed with its driver. */
final class Chromium implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    // it looks for a version of the DevTools that nothing here needs
    Logger.getLogger("org.openqa.selenium").setLevel(Level.SEVERE);
  }

  final ChromeDriver driver;

  /** Starts it; where it cannot, the test is left out. */
  Chromium(Path profile) {
    Path browser = installed("chromium", "chromium-browser", "google-chrome");
    Path program = installed("chromedriver");
    boolean isThere = browser != null && program != null;
    if (!isThere) {
      System.out.println("no chromium with chromedriver is installed: its tests are left out");
    }
    assumeTrue(isThere);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.toFile());
    options.setCapability("goog:loggingPrefs", logs);
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // root in a container has none
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--no-first-run",
        "--lang=en-GB",
        "--accept-lang=en-GB",
        "--hide-scrollbars",
        "--user-data-dir=" + profile);
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(program.toFile()).build();
    driver = new ChromeDriver(service, options);
    driver.get("about:blank");
    driver.manage().logs().get(LogType.PERFORMANCE); // of the browser's own first page
  }

  private static Path installed(String... names) {
    List<String> folders = List.of(System.getenv("PATH").split(File.pathSeparator));
    return Stream.of(names)
        .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /** What the browser is from now on: the zone of its clock. */
  Chromium zone(String id) {
    driver.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", id));
    return this;
  }

  /** What its user prefers: light or dark. */
  Chromium scheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    return this;
  }

  /** The size of its window, in CSS pixels. */
  Chromium size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    return this;
  }

  Chromium open(Path page) {
    driver.get(page.toUri().toString());
    return this;
  }

  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  WebElement one(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  /** The visible text of each element. */
  List<String> texts(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream()
        .filter(WebElement::isDisplayed)
        .map(WebElement::getText)
        .toList();
  }

  void view(String name) {
    one("#views button[data-view=" + name + "]").click();
  }

  void search(String words) {
    WebElement box = one("#search");
    box.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
    box.sendKeys(words);
  }

  /** The facts of the open dialog, by their names. */
  @SuppressWarnings("unchecked")
  Map<String, String> facts() {
    return (Map<String, String>)
        run(
            "return Object.fromEntries([...document.querySelectorAll('#details-facts dt')]"
                + ".map(dt => [dt.textContent, dt.nextSibling.innerText]))");
  }

  /** What the browser complained of since it was asked last. */
  List<String> complaints() {
    List<String> all = new ArrayList<>();
    driver.manage().logs().get(LogType.BROWSER).forEach(entry -> all.add(entry.getMessage()));
    return all;
  }

  /** The addresses that were asked for since it was asked last, but for the browser's own icons. */
  List<String> requests() throws IOException {
    List<String> all = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      JsonNode message = JSON.readTree(entry.getMessage()).path("message");
      if (message.path("method").asText().equals("Network.requestWillBeSent")) {
        String address = message.path("params").path("request").path("url").asText();
        if (!address.startsWith("data:image/svg")) {
          all.add(address);
        }
      }
    }
    return all;
  }

  /** What the browser takes for the present, from the next page on. */
  Chromium now(String instant) {
    driver.executeCdpCommand(
        "Page.addScriptToEvaluateOnNewDocument",
        Map.of(
            "source",
            """
            { const Real = Date, now = %d;
              globalThis.Date = class extends Real {
                constructor(...parts) { super(...(parts.length ? parts : [now])); }
                static now() { return now; }
              }; }
            """
                .formatted(Instant.parse(instant).toEpochMilli())));
    return this;
  }

  /** What accessibility checkers complain of. */
  List<String> accessibility() {
    return new AxeBuilder()
            .setLegacyMode(true) // there are no frames
            .analyze(driver)
            .getViolations()
            .stream()
            .map(rule -> rule.getId() + ": " + rule.getNodes())
            .toList();
  }

  void picture(Path file) throws IOException {
    Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
