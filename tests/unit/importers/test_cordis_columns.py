"""Tables are told by their columns."""

import pytest

from smartland_importers.cordis_columns import (
    CLASS_OF,
    ORGANISATION,
    PART_OF,
    PARTICIPATION,
    PROJECT,
    SITE_OF,
    TOPIC,
    TOPIC_OF,
    UNUSED,
    recognise,
)

HEADERS = {
    "project.csv": (
        PROJECT,
        """
        id,acronym,status,title,startDate,endDate,totalCost,ecMaxContribution,legalBasis,
        topics,ecSignatureDate,frameworkProgramme,masterCall,subCall,fundingScheme,nature,
        objective,contentUpdateDate,rcn,grantDoi,keywords
        """,
    ),
    "organization.csv": (
        ORGANISATION,
        """
        projectID,projectAcronym,organisationID,vatNumber,name,shortName,SME,activityType,
        street,postCode,city,country,nutsCode,geolocation,organizationURL,contactForm,
        contentUpdateDate,rcn,order,role,ecContribution,netEcContribution,totalCost,
        endOfParticipation,active
        """,
    ),
    "euroSciVoc.csv": (
        CLASS_OF,
        """
        projectID,euroSciVocCode,euroSciVocPath,euroSciVocTitle,euroSciVocDescription
        """,
    ),
    "topics.csv": (
        TOPIC_OF,
        """
        projectID,topic,title
        """,
    ),
    "legalBasis.csv": (
        PART_OF,
        """
        projectID,legalBasis,title,uniqueProgrammePart
        """,
    ),
    "webLink.csv": (
        SITE_OF,
        """
        id,availableLanguages,physUrl,archivedDate,status,title,type,source,represents,
        projectID
        """,
    ),
    "webItem.csv": (
        UNUSED,
        """
        language,availableLanguages,uri,title,type,source,represents,projectID
        """,
    ),
    "reportSummaries.csv": (
        UNUSED,
        """
        id,title,projectID,projectAcronym,attachment,contentUpdateDate,rcn
        """,
    ),
    "projectPublications.csv": (
        UNUSED,
        """
        id,title,isPublishedAs,authors,journalTitle,doi,projectID,projectAcronym,rcn
        """,
    ),
    "cordis-h2020projects.csv": (
        PROJECT,
        """
        rcn,id,acronym,status,programme,topics,frameworkProgramme,title,startDate,endDate,
        projectUrl,objective,totalCost,ecMaxContribution,call,fundingScheme,coordinator
        """,
    ),
    "cordis-h2020organizations.csv": (
        ORGANISATION,
        """
        projectRcn,projectID,projectAcronym,role,id,name,shortName,activityType,
        endOfParticipation,ecContribution,country,street,city,postCode,organizationUrl,
        vatNumber
        """,
    ),
    "cordisref-H2020topics.csv": (
        TOPIC,
        """
        title,topicRcn,topicCode,legalBasisRcn,legalBasisCode
        """,
    ),
    "cordisref-organizationActivityType.csv": (
        UNUSED,
        """
        Code,Title,description,language
        """,
    ),
    "participations": (
        PARTICIPATION,
        """
        rcn,role,pic,type,contribution,country,start_date,end_date,max_contribution,
        total_cost
        """,
    ),
    "edges": (
        PARTICIPATION,
        """
        rcn,pic,type,country,start_year
        """,
    ),
    "spelt otherwise": (
        PROJECT,
        """
        Grant Agreement ID,Project Title,Start Date
        """,
    ),
}


def header(name: str) -> list[str]:
    return [one.strip() for one in HEADERS[name][1].split(",") if one.strip()]


@pytest.mark.parametrize("name", HEADERS)
def test_each_table_is_recognised_by_its_header(name: str) -> None:
    found = recognise(header(name))
    assert found is not None
    assert found[0].sort == HEADERS[name][0]


def test_the_old_table_of_organisations_calls_the_pic_id() -> None:
    found = recognise(header("cordis-h2020organizations.csv"))
    assert found is not None
    assert (found[1]["pic"], found[1]["project"], found[1]["rcn"]) == (
        "id",
        "projectID",
        "projectRcn",
    )


def test_the_new_one_has_a_record_number_of_its_own() -> None:
    found = recognise(header("organization.csv"))
    assert found is not None
    assert found[1]["pic"] == "organisationID"
    assert "rcn" not in found[1]


@pytest.mark.parametrize("names", ["a,b", "name,title", "cod_amm,des_amm", "id,title", "id,name"])
def test_others_are_not(names: str) -> None:
    assert recognise(names.split(",")) is None
