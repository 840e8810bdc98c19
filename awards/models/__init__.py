"""Awards: catalogue → dossiers → nominations → appraisal → decisions → certificates → register."""

from awards.models.catalogue import (
    Authority,
    AwardKind,
    BaseSalary,
    CertificateField,
    CertificateModel,
    Coefficient,
    CommendationType,
    Deadline,
    DocumentText,
    EligibilityRule,
    LegalBasis,
    OfficeProfile,
    PaperRequirement,
    Regime,
    ReportForm,
    ReturnReason,
    Signer,
)
from awards.models.ceremony import CeremonyBatch
from awards.models.certificate import Certificate
from awards.models.decision import Decision, DecisionLine
from awards.models.dossier import Attachment, Dossier, Round
from awards.models.imports import ImportBatch, ImportRow
from awards.models.nomination import Appraisal, Finding, Nomination
from awards.models.register import Award

__all__ = [
    "Appraisal",
    "Attachment",
    "Authority",
    "Award",
    "AwardKind",
    "BaseSalary",
    "CeremonyBatch",
    "Certificate",
    "CertificateField",
    "CertificateModel",
    "Coefficient",
    "CommendationType",
    "Deadline",
    "Decision",
    "DecisionLine",
    "DocumentText",
    "Dossier",
    "EligibilityRule",
    "Finding",
    "ImportBatch",
    "ImportRow",
    "LegalBasis",
    "Nomination",
    "OfficeProfile",
    "PaperRequirement",
    "Regime",
    "ReportForm",
    "ReturnReason",
    "Round",
    "Signer",
]
