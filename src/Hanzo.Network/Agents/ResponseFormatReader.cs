using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hanzo.Network.Files;

namespace Hanzo.Network.Agents;

/// <summary>The field <c>response_format</c> of an agent.</summary>
internal static class ResponseFormatReader
{
    internal static readonly string[] Fields = ["name", "description", "schema"];

    private static readonly (string Name, ResponseFormat Value)[] Known = [("json", ResponseFormat.Json)];
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ResponseFormat Read(LocatedJson format)
    {
        if (format.Kind == JsonValueKind.String) return format.Choice(Known);
        format.RequireObject(Fields);
        var schema = format.Require("schema");
        var read = new ResponseFormat
        {
            Name = format.Member("name")?.RequireText(ResponseFormat.MaxName),
            Description = format.Member("description")?.RequireText(AgentsFile.MaxDescription),
            Schema = TextOf(schema),
        };
        return read.Check() is { } wrong ? throw format.Error(wrong) : read;
    }

    private static string TextOf(LocatedJson value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Writing)) Write(writer, value);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, LocatedJson value)
    {
        switch (value.Kind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var (name, member) in value.Members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.Items) Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(value.Text);
                break;
            default:
                writer.WriteRawValue(value.Text);
                break;
        }
    }
}
