namespace Hanzo.Network.Node.Output;

/// <summary>Text of others for a terminal.</summary>
internal static class TerminalText
{
    /// <summary>One line, and nothing in it that a terminal would obey.</summary>
    public static string Visible(string text) => new([.. text.Select(c => char.IsControl(c) ? ' ' : c)]);
}
