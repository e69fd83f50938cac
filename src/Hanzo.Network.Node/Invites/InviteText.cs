using Hanzo.Network.Security.Invites;

namespace Hanzo.Network.Node.Invites;

/// <summary>The invite that a command was given: as text, as the name of a picture, or on standard input.</summary>
internal static class InviteText
{
    public const string StandardInput = "-";
    private static readonly string[] Pictures = [".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp"];

    /// <returns>The text, or why there is none.</returns>
    public static async Task<(string? Text, string? Problem)> ReadAsync(string given, TextReader input, CancellationToken cancellation)
    {
        if (given == StandardInput) return await ReadLineAsync(input, cancellation);
        var isPicture = Pictures.Contains(Path.GetExtension(given), StringComparer.OrdinalIgnoreCase) || File.Exists(given);
        return isPicture ? await QrReader.ReadAsync(given, cancellation) : (given, null);
    }

    /// <summary>The first line that is not empty: a pipe may stay open.</summary>
    private static async Task<(string? Text, string? Problem)> ReadLineAsync(TextReader input, CancellationToken cancellation)
    {
        var line = new System.Text.StringBuilder();
        var one = new char[1];
        while (await input.ReadAsync(one, cancellation) > 0)
        {
            var isBreak = one[0] is '\n' or '\r';
            if (isBreak && line.Length > 0) return (line.ToString(), null);
            if (!isBreak) line.Append(one[0]);
            if (line.Length > InviteCodec.MaxLength) return (null, "the first line of standard input is longer than an invite.");
        }

        return line.Length > 0 ? (line.ToString(), null) : (null, "standard input holds no invite.");
    }
}
