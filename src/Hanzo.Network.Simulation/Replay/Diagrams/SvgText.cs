using System.Xml;
using System.Xml.Linq;

namespace Hanzo.Network.Simulation.Replay.Diagrams;

/// <summary>Elements of SVG whose texts are whatever the network said.</summary>
internal static class SvgText
{
    public static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";
    private const char Replacement = '\uFFFD';

    public static XElement Element(string name, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var element = new XElement(Namespace + name);
        foreach (var (attribute, value) in attributes)
            element.SetAttributeValue(attribute, value is double number ? SvgScale.Number(number) : value);
        return element;
    }

    public static XElement Titled(this XElement element, string title)
    {
        element.AddFirst(new XElement(Namespace + "title", Clean(title)));
        return element;
    }

    public static XElement Label(double x, double y, string text, string? style = null)
    {
        var label = Element("text", ("x", x), ("y", y));
        if (style is not null) label.SetAttributeValue("class", style);
        label.Value = Clean(text);
        return label;
    }

    /// <summary>XML can say most characters escaped, some not at all.</summary>
    public static string Clean(string text)
    {
        var clean = text.ToCharArray();
        for (var i = 0; i < clean.Length; i++)
        {
            if (XmlConvert.IsXmlChar(clean[i])) continue;
            if (i + 1 < clean.Length && XmlConvert.IsXmlSurrogatePair(clean[i + 1], clean[i])) i++;
            else clean[i] = Replacement;
        }

        return new string(clean);
    }
}
