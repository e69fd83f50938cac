using System.Text;
using Hanzo.Network.Models;
using static Hanzo.Network.Cluster.Models.ModelCallProtocol;

namespace Hanzo.Network.Cluster.Models;

/// <summary>Puts a question together from its parts, which come in order, some of them twice.</summary>
internal sealed class QuestionParts
{
    private const int MaxParts = (MaxQuestion + MaxCharacters - 1) / MaxCharacters;
    private readonly StringBuilder _text = new();
    private int _next;

    /// <summary>What is asked is cut into parts of so many characters, none within a surrogate pair.</summary>
    public static List<string> Split(string text)
    {
        var parts = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(MaxCharacters, text.Length - at);
            if (at + length < text.Length && char.IsHighSurrogate(text[at + length - 1])) length--;
            parts.Add(text.Substring(at, length));
            at += length;
        }

        return parts;
    }

    /// <returns>The whole, once, when its last part has come; else null.</returns>
    /// <exception cref="ModelException">It is larger than may be asked, or a part is missing.</exception>
    public string? Take(ModelAsk ask)
    {
        if (ask.Parts is < 1 or > MaxParts + 1 || ask.Text.Length > MaxCharacters || ask.Part < 0 || ask.Part >= ask.Parts)
            throw new ModelException($"the question of another node has {ask.Parts} parts; at most {MaxParts + 1} are allowed.");
        if (ask.Part < _next) return null;
        if (ask.Part > _next) throw new ModelException("a part of the question is missing.") { IsTransient = true };
        _text.Append(ask.Text);
        _next++;
        return _next == ask.Parts ? _text.ToString() : null;
    }
}
