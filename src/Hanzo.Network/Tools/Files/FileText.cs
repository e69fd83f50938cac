using System.Globalization;
using System.Text;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Tools.Files;

/// <summary>The text of a file as a model gets it.</summary>
public static class FileText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ArgumentException">It is no text in UTF-8.</exception>
    public static string Decode(string path, ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        if (bytes.IndexOf((byte)0) is >= 0 and var at) throw Binary(path, at);
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw Binary(path, e.Index);
        }
    }

    /// <param name="from">The first line, counted from 1.</param>
    /// <param name="count">Lines at most; 0: all.</param>
    /// <exception cref="ArgumentException">There is no such line, or so many are too much for one answer.</exception>
    public static string Lines(string path, string text, int from, int count)
    {
        if (from < 1) throw new ArgumentException($"from_line is {from}; the first line is 1.");
        if (count < 0) throw new ArgumentException($"lines is {count}; it must be 0 (all) or more.");
        var (start, end) = (StartOf(text, 0, from - 1), text.Length);
        if (start < 0) throw new ArgumentException($"'{path}' has {LinesOf(text)} lines; there is no line {from}.");
        if (count > 0 && StartOf(text, start, count) is >= 0 and var behind) end = behind;
        var part = text[start..end];
        return ConversationLimits.Fits(part)
            ? part
            : throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{path}' has {LinesOf(text)} lines and {text.Length} characters, too much for one answer. Ask for fewer lines."));
    }

    /// <summary>Where the line begins that is some lines further; -1: there is none.</summary>
    private static int StartOf(string text, int from, int lines)
    {
        var at = from;
        for (var line = 0; line < lines; line++)
        {
            var end = text.IndexOf('\n', at);
            if (end < 0) return -1;
            at = end + 1;
        }

        return at;
    }

    private static int LinesOf(string text) => text.AsSpan().Count('\n') + 1;

    private static ArgumentException Binary(string path, int at) =>
        new(string.Create(CultureInfo.InvariantCulture, $"'{path}' is no text in UTF-8: see byte {at + 1}. Only texts can be read."));
}
