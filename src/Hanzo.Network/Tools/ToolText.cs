using System.Text.Json;
using Hanzo.Network.Models;

namespace Hanzo.Network.Tools;

/// <summary>What a tool returned, as the text that a model gets.</summary>
internal static class ToolText
{
    public static string Of(object? result) => result switch
    {
        null => "",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString()!,
        _ => ModelJson.Write(result),
    };

    public static string TooLong(string output, int maxBytes) =>
        $"the output has {output.Length} characters; at most {maxBytes} bytes are allowed. Ask for less.";
}
