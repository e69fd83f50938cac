namespace Hanzo.Network.Node.Settings;

/// <summary>Finds brackets without partner, which parsers of HOCON may take for good and drop what follows.</summary>
internal static class HoconBrackets
{
    /// <returns>Line and what is wrong there; null when all pair up.</returns>
    public static string? FirstProblem(string text)
    {
        var open = new Stack<(char Bracket, int Line)>();
        var line = 1;
        for (var at = 0; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '\n':
                    line++;
                    break;
                case '"':
                    at = EndOfText(text, at);
                    break;
                case '#' or '/' when IsComment(text, at):
                    at = (text.IndexOf('\n', at) is var end and >= 0 ? end : text.Length) - 1;
                    break;
                case '{' or '[':
                    open.Push((text[at], line));
                    break;
                case '}' or ']' when !open.TryPop(out var last) || (last.Bracket == '{') != (text[at] == '}'):
                    return $"line {line}: '{text[at]}' closes nothing";
            }
        }
        return open.TryPop(out var unclosed) ? $"line {unclosed.Line}: '{unclosed.Bracket}' is never closed" : null;
    }

    private static bool IsComment(string text, int at) => text[at] == '#' || (at + 1 < text.Length && text[at + 1] == '/');

    /// <summary>The last quote of the text that begins here; of a text without end, the end of its line.</summary>
    private static int EndOfText(string text, int start)
    {
        const string Triple = "\"\"\"";
        if (string.CompareOrdinal(text, start, Triple, 0, Triple.Length) == 0)
            return text.IndexOf(Triple, start + Triple.Length, StringComparison.Ordinal) is var end and >= 0 ? end + 2 : text.Length;
        var at = start + 1;
        while (at < text.Length && text[at] is not ('"' or '\n')) at += text[at] == '\\' ? 2 : 1;
        return at < text.Length && text[at] == '\n' ? at - 1 : at;
    }
}
