import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.hapi.ctx.HapiWorkerContext;
import org.hl7.fhir.r4.fhirpath.FHIRPathEngine;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Expression;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Questionnaire;
import org.hl7.fhir.r4.model.QuestionnaireResponse;

/**
 * Judges many resources in one run. Each line of the file that it is given is: what to do, a name, and the JSON of
 * a resource, between tabs. What to do:
 *
 *   questionnaire  validate it, and know it for the responses below
 *   response       validate it
 *   outcome        compute the outcome from a response, by the expression that its Questionnaire has for it
 *
 * Prints a line for each: the name, how many errors there are (or the outcome), and the first of them.
 */
public class Judge {
  private static final String VARIABLE = "http://hl7.org/fhir/StructureDefinition/variable";

  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    FhirContext context = FhirContext.forR4();
    Questionnaires known = new Questionnaires(context);
    ValidationSupportChain support = new ValidationSupportChain(
        new DefaultProfileValidationSupport(context),
        known,
        new CommonCodeSystemsTerminologyService(context),
        new InMemoryTerminologyServerValidationSupport(context));
    FhirValidator validator = context.newValidator();
    validator.registerValidatorModule(new FhirInstanceValidator(support));
    FHIRPathEngine paths = new FHIRPathEngine(new HapiWorkerContext(context, support));
    Map<String, String> outcomes = new HashMap<>();

    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      String[] parts = line.split("\t", 3);
      if (parts[0].equals("outcome")) {
        QuestionnaireResponse response = context.newJsonParser().parseResource(QuestionnaireResponse.class, parts[2]);
        String expression = outcomes.get(response.getQuestionnaire().split("\\|")[0]);
        String outcome = paths.evaluateToString(null, response, response, response, paths.parse(expression));
        out.println(parts[1] + "\t" + outcome + "\t");
        continue;
      }
      if (parts[0].equals("questionnaire")) {
        Questionnaire read = context.newJsonParser().parseResource(Questionnaire.class, parts[2]);
        known.add(read);
        expression(read.getItem()).ifPresent(found -> outcomes.put(read.getUrl(), found));
      }
      int errors = 0;
      String first = "";
      try {
        for (SingleValidationMessage message : validator.validateWithResult(parts[2]).getMessages()) {
          if (message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0 && errors++ == 0) {
            first = message.getLocationString() + ": " + message.getMessage();
          }
        }
      } catch (RuntimeException refused) { // what cannot even be read
        errors++;
        first = refused.toString();
      }
      out.println(parts[1] + "\t" + errors + "\t" + first.replaceAll("\\s+", " "));
    }
  }

  private static java.util.Optional<String> expression(java.util.List<Questionnaire.QuestionnaireItemComponent> items) {
    for (Questionnaire.QuestionnaireItemComponent item : items) {
      Extension found = item.getExtensionByUrl(VARIABLE);
      if (found != null && ((Expression) found.getValue()).getName().equals("outcome")) {
        return java.util.Optional.of(((Expression) found.getValue()).getExpression());
      }
      java.util.Optional<String> below = expression(item.getItem());
      if (below.isPresent()) {
        return below;
      }
    }
    return java.util.Optional.empty();
  }

  /** The Questionnaires by address, with and without their version: the validator's own store does not give these. */
  private record Questionnaires(FhirContext context, Map<String, Questionnaire> byAddress) implements IValidationSupport {
    Questionnaires(FhirContext context) {
      this(context, new HashMap<>());
    }

    void add(Questionnaire questionnaire) {
      byAddress.put(questionnaire.getUrl(), questionnaire);
      byAddress.put(questionnaire.getUrl() + "|" + questionnaire.getVersion(), questionnaire);
    }

    @Override
    public FhirContext getFhirContext() {
      return context;
    }

    @Override
    public <T extends IBaseResource> T fetchResource(Class<T> kind, String address) {
      Questionnaire found = byAddress.get(address);
      return kind == null || kind.isInstance(found) ? (T) found : null;
    }
  }
}
