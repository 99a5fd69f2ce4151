"""A PDF that archives keep: PDF/A-2a (ISO 19005-2, level A) in the same file as PDF/UA-1 (ISO 14289-1).

WeasyPrint writes one or the other. It is asked for PDF/A, and the XMP metadata get the identification of PDF/UA
as well, and the schema description that PDF/A asks for wherever properties outside its own list are used (ISO
19005-2, 6.6.2.3.3).
"""

from __future__ import annotations

from typing import Any

from oca.errors import PrintingError

VARIANT = "pdf/a-2a"

_END = b"</rdf:RDF>"

_UNIVERSAL_ACCESS = b"""<rdf:Description rdf:about=""
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def add_universal_access(document: Any, pdf: Any) -> None:
    """Write the identification of PDF/UA-1 into the metadata of a PDF/A, as a finisher of WeasyPrint.

    Raises:
        PrintingError: the metadata are not in the form that WeasyPrint 70 gives them.
    """
    del document
    reference = pdf.catalog["Metadata"].split()[0]
    metadata = pdf.objects[int(reference)]
    before, end, after = metadata.stream[0].rpartition(_END)
    if not end:
        raise PrintingError("The metadata of the PDF are not as this version of oca knows them; see --archive.")
    metadata.stream[0] = before + _UNIVERSAL_ACCESS + end + after
    metadata.compress = False  # PDF/A wants metadata that a program finds without knowing PDF
