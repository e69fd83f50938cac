using System.Globalization;
using ModelContextProtocol.Protocol;

namespace Hanzo.Network.Adapters.Mcp;

/// <summary>What a server answered to a call, as the text that a model gets.</summary>
internal static class McpAnswer
{
    public static string TextOf(CallToolResult answer)
    {
        var text = string.Join('\n', answer.Content.Select(TextOf));
        return text.Length == 0 && answer.StructuredContent is { } structured ? structured.GetRawText() : text;
    }

    private static string TextOf(ContentBlock block) => block switch
    {
        TextContentBlock text => text.Text,
        EmbeddedResourceBlock { Resource: TextResourceContents resource } => resource.Text,
        ResourceLinkBlock link => link.Uri,
        ImageContentBlock image => NotShown("image", image.MimeType, image.DecodedData.Length),
        AudioContentBlock audio => NotShown("audio", audio.MimeType, audio.DecodedData.Length),
        _ => $"[{block.Type}: not shown]",
    };

    private static string NotShown(string kind, string type, int bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"[{kind} {type} of {bytes} bytes: not shown]");
}
