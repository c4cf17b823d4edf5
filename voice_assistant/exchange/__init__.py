"""Protocols and answers as FHIR R4 (Questionnaire, QuestionnaireResponse), for other systems, and back."""
