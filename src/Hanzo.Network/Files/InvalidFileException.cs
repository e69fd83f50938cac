using System.Globalization;

namespace Hanzo.Network.Files;

/// <summary>A file from the user that cannot be taken; the message names file, line, field and what is allowed.</summary>
public sealed class InvalidFileException(string file, int line, string field, string problem)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"{file}, line {line}{(field.Length > 0 ? ", " : "")}{field}: {problem}"))
{
    public string File { get; } = file;

    /// <summary>Counted from 1.</summary>
    public int Line { get; } = line;

    /// <summary>Path such as <c>agents[0].name</c>; empty for the file as a whole.</summary>
    public string Field { get; } = field;
}
