using System.Text;

namespace Akka.Configuration.Hocon;

/// <summary>Writes a value so that it reads back the same.</summary>
internal static class HoconWriter
{
    public static string Write(HoconValue value)
    {
        var output = new StringBuilder();
        Write(output, value, 0);
        return output.ToString();
    }

    public static void WriteFields(StringBuilder output, HoconValue value, int indent)
    {
        foreach (var (key, field) in value.Fields)
        {
            output.Append(' ', indent).Append(IsPlain(key) ? key : Quote(key)).Append(field.IsObject() ? " " : " = ");
            Write(output, field, indent);
            output.Append('\n');
        }
    }

    private static void Write(StringBuilder output, HoconValue value, int indent)
    {
        if (value.IsObject())
        {
            output.Append("{\n");
            WriteFields(output, value, indent + 2);
            output.Append(' ', indent).Append('}');
        }
        else if (value.IsArray())
        {
            output.Append('[');
            var first = true;
            foreach (var item in value.GetArray())
            {
                output.Append(first ? "" : ", ");
                Write(output, item, indent + 2);
                first = false;
            }
            output.Append(']');
        }
        else
        {
            var text = value.GetString();
            output.Append(text is null ? "null" : IsPlain(text) ? text : Quote(text));
        }
    }

    private static bool IsPlain(string text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
                return false;
        }
        return text.Length > 0 && text != "null";
    }

    private static string Quote(string text) =>
        '"' + text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t") + '"';
}
