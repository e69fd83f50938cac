using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Hanzo.Network.Devices;

/// <summary>
/// A chip's name in words that do not depend on who wrote it: <c>NVIDIA GeForce RTX 4070Ti SUPER (16 GB)</c> is
/// <c>rtx 4070 ti super</c> with 16gb. Words that tell chips apart always stay.
/// </summary>
/// <param name="Maker"><c>apple</c>, <c>other</c>, or empty when the name does not tell: Apple and NVIDIA both have an A16.</param>
/// <param name="Memory">Such as <c>24gb</c>; empty when the name has none.</param>
/// <param name="Form">How a server's card is mounted: <c>pcie</c>, <c>sxm</c>, <c>nvl</c>, <c>oam</c>, <c>mxm</c>; or empty.</param>
/// <param name="Mobile"><c>laptop</c>, <c>maxq</c> or empty.</param>
internal sealed partial record ChipName(string Words, string Maker, string Memory, string Form, string Mobile)
{
    private const string Laptop = "laptop";
    private const string MaxQ = "maxq";
    private const string Apple = "apple";
    private const string Other = "other";
    private static readonly char[] Digits = [.. "0123456789"];
    private static readonly char[] Separators = [' ', '\t', '(', ')', '-', '_', ',', '/'];
    private static readonly FrozenSet<string> AppleWords = Set("apple bionic");
    private static readonly FrozenSet<string> Vendors = Set("nvidia amd ati intel qualcomm");
    private static readonly FrozenSet<string> Forms = Set("pcie sxm nvl oam mxm");

    private static readonly FrozenSet<string> Families = Set("geforce radeon tesla instinct");

    private static readonly FrozenSet<string> Fillers = Set(
        "graphics gpu series generation design with corporation developer kit engineering reference");

    public static ChipName Parse(string name)
    {
        var (words, fillers) = (new List<string>(), new List<string>());
        var (maker, memory, form, mobile) = ("", "", "", "");
        var tokens = Tokens(name);
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            var next = i + 1 < tokens.Count ? tokens[i + 1] : "";
            if (MemoryOf(token, next) is { } size)
            {
                memory = size;
                if (next is "gb" or "gib") i++;
            }
            else if (token is Laptop or "mobile" or "notebook") mobile = mobile.Length > 0 ? mobile : Laptop;
            else if (token == MaxQ) mobile = MaxQ;
            else if (Forms.Contains(token.TrimEnd(Digits))) form = token.TrimEnd(Digits);
            else if (token == "rev") i++;
            else if (AppleWords.Contains(token)) maker = Apple;
            else if (Vendors.Contains(token)) maker = Other;
            else if (Families.Contains(token) || Fillers.Contains(token))
            {
                if (Families.Contains(token)) maker = Other;
                fillers.Add(token);
            }
            else if (!IsMemoryKind(token)) words.Add(token);
        }

        return new ChipName(string.Join(' ', words.Count > 0 ? words : fillers), maker, memory, form, mobile);
    }

    /// <summary>The name as the key of a row of its own.</summary>
    public string Key => KeyOf(Maker == Apple ? Apple : "", Memory, Form, Mobile);

    /// <summary>
    /// Keys of rows that may stand for this chip, the most special first; a desktop's row for a laptop's chip is
    /// only an estimate.
    /// </summary>
    /// <param name="memoryMb">What a tool said of the memory, for names that are shared by several sizes.</param>
    public IEnumerable<(string Key, bool Estimated)> Keys(long? memoryMb)
    {
        var memory = Memory.Length > 0 || memoryMb is null
            ? Memory
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Round(memoryMb.Value / 1024.0):0}gb");
        foreach (var (mobile, estimated) in Mobiles())
            foreach (var maker in Makers())
            {
                yield return (KeyOf(maker, memory, Form, mobile), estimated);
                yield return (KeyOf(maker, "", Form, mobile), estimated);
                yield return (KeyOf(maker, memory, "", mobile), estimated);
                yield return (KeyOf(maker, "", "", mobile), estimated);
            }
    }

    private IEnumerable<(string Mobile, bool Estimated)> Mobiles() => Mobile switch
    {
        MaxQ => [(MaxQ, false), (Laptop, true), ("", true)],
        Laptop => [(Laptop, false), ("", true)],
        _ => [("", false)],
    };

    private IEnumerable<string> Makers() => Maker switch
    {
        Apple => [Apple],
        Other => [""],
        _ => ["", Apple],
    };

    private string KeyOf(string maker, string memory, string form, string mobile) => $"{maker}|{Words}|{memory}|{form}|{mobile}";

    private static List<string> Tokens(string name)
    {
        // lspci and rocm-smi put what people know in brackets: GA102 [GeForce RTX 3090].
        var (open, close) = (name.LastIndexOf('['), name.LastIndexOf(']'));
        if (open >= 0 && close > open + 1) name = name[(open + 1)..close];
        name = Marks().Replace(name.ToLowerInvariant(), " ").Replace("max-q", MaxQ, StringComparison.Ordinal);
        return [.. name.Split(Separators, StringSplitOptions.RemoveEmptyEntries).SelectMany(Unglue)];
    }

    private static IEnumerable<string> Unglue(string token)
    {
        var match = GluedGeForce().Match(token) is { Success: true } card ? card : GluedApple().Match(token);
        return match.Success ? match.Groups.Values.Skip(1).Where(group => group.Length > 0).Select(group => group.Value) : [token];
    }

    private static string? MemoryOf(string token, string next)
    {
        var digits = token.AsSpan().IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : token.Length;
        if (digits == 0) return null;
        var unit = digits == token.Length ? next : token[digits..];
        return unit is "gb" or "gib" ? $"{token[..digits]}gb" : null;
    }

    private static bool IsMemoryKind(string token) =>
        token.StartsWith("hbm", StringComparison.Ordinal) || token.StartsWith("gddr", StringComparison.Ordinal);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    [GeneratedRegex(@"\((?:tm|r|c)\)|[™®©]")]
    private static partial Regex Marks();

    [GeneratedRegex("^(rtx|gtx|gt|rx)?([0-9]{3,4})(ti|xtx|xt|gre|d)?(super)?$")]
    private static partial Regex GluedGeForce();

    [GeneratedRegex("^(m[0-9]{1,2})(pro|max|ultra)$")]
    private static partial Regex GluedApple();
}
