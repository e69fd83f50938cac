using System.Buffers;

namespace Hanzo.Network.Text.Embeddings;

/// <summary>
/// What of a text is hashed: the stem of each word that carries meaning, pairs of neighbouring stems, and the 3 to 5 characters
/// long parts of each word with its ends, which misspelt, inflected and compound words share. A text of common words alone has
/// them as its features.
/// </summary>
internal static class HashedFeatures
{
    /// <summary>Characters of a text that count; what follows them does not.</summary>
    public const int MaxCharacters = 100_000;

    private const float StemWeight = 1;
    private const float PairWeight = 0.4f;

    // Of words such as "how" and "do", and of any two neighbours: how people ask. Without weights by document they would be noise.
    private const float PhraseWeight = 0.3f;

    // The length of the vector that the parts of one word make together, whatever their number.
    private const float PartsWeight = 0.7f;
    private const int LeastPart = 3;
    private const int MostPart = 5;
    private const int MaxWord = 64;

    // Of different seeds, so that a stem is not the same feature as a part of equal characters.
    private const ulong StemSeed = 0xCBF29CE484222325;
    private const ulong PairSeed = 0x9AE16A3B2F90404F;
    private const ulong PartSeed = 0xC949D7C7509E6557;
    private const ulong PhraseSeed = 0xB492B66FBE98F273;
    private const ulong FnvPrime = 0x100000001B3;

    public interface IVisitor
    {
        void Add(ulong hash, float weight);
    }

    /// <param name="phrases">Common words, and any neighbours, are features, too.</param>
    public static void Visit<TVisitor>(ReadOnlySpan<char> text, ref TVisitor visitor, bool phrases = false)
        where TVisitor : struct, IVisitor, allows ref struct
    {
        if (text.Length > MaxCharacters) text = text[..MaxCharacters];
        var buffer = ArrayPool<char>.Shared.Rent(text.Length);
        var lower = buffer.AsSpan(0, text.Length);
        text.ToLowerInvariant(lower);
        if (!VisitWords(lower, common: false, ref visitor)) VisitWords(lower, common: true, ref visitor);
        if (phrases) VisitPhrases(lower, ref visitor);
        ArrayPool<char>.Shared.Return(buffer);
    }

    private static bool VisitWords<TVisitor>(ReadOnlySpan<char> lower, bool common, ref TVisitor visitor)
        where TVisitor : struct, IVisitor, allows ref struct
    {
        var (start, before, any) = (-1, 0UL, false);
        for (var i = 0; i <= lower.Length; i++)
        {
            if (i < lower.Length && char.IsLetterOrDigit(lower[i]))
            {
                if (start < 0) start = i;
                continue;
            }

            if (start < 0) continue;
            var word = lower[start..i];
            start = -1;
            if (!common && (Words.IsCommon(word) || (word.Length == 1 && char.IsAsciiLetter(word[0])))) continue;
            before = VisitWord(word.Length > MaxWord ? word[..MaxWord] : word, before, ref visitor);
            any = true;
        }

        return any;
    }

    private static void VisitPhrases<TVisitor>(ReadOnlySpan<char> lower, ref TVisitor visitor)
        where TVisitor : struct, IVisitor, allows ref struct
    {
        var (start, before) = (-1, 0UL);
        for (var i = 0; i <= lower.Length; i++)
        {
            if (i < lower.Length && char.IsLetterOrDigit(lower[i]))
            {
                if (start < 0) start = i;
                continue;
            }

            if (start < 0) continue;
            var word = lower[start..i];
            start = -1;
            var hash = Mix(Hash(PhraseSeed, word));
            if (Words.IsCommon(word)) visitor.Add(hash, PhraseWeight);
            if (before != 0) visitor.Add(Mix(((PhraseSeed ^ before) * FnvPrime) ^ hash), PhraseWeight);
            before = hash;
        }
    }

    /// <returns>The hash of the word's stem.</returns>
    private static ulong VisitWord<TVisitor>(ReadOnlySpan<char> word, ulong before, ref TVisitor visitor)
        where TVisitor : struct, IVisitor, allows ref struct
    {
        var stem = Mix(Hash(StemSeed, Words.StemOf(word)));
        visitor.Add(stem, StemWeight);
        if (before != 0) visitor.Add(Mix(((PairSeed ^ before) * FnvPrime) ^ stem), PairWeight);

        Span<char> bounded = stackalloc char[MaxWord + 2];
        bounded = bounded[..(word.Length + 2)];
        (bounded[0], bounded[^1]) = ('^', '$');
        word.CopyTo(bounded[1..]);
        var count = 0;
        for (var size = LeastPart; size <= MostPart; size++) count += Math.Max(0, bounded.Length - size + 1);
        var weight = PartsWeight / MathF.Sqrt(count);
        for (var from = 0; from + LeastPart <= bounded.Length; from++)
        {
            var hash = PartSeed;
            var most = Math.Min(MostPart, bounded.Length - from);
            for (var size = 1; size <= most; size++)
            {
                hash = (hash ^ bounded[from + size - 1]) * FnvPrime;
                if (size >= LeastPart) visitor.Add(Mix(hash), weight);
            }
        }

        return stem;
    }

    private static ulong Hash(ulong seed, ReadOnlySpan<char> text)
    {
        foreach (var c in text) seed = (seed ^ c) * FnvPrime;
        return seed;
    }

    // FNV-1a alone leaves the high bits of short texts alike: the finaliser of MurmurHash3.
    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }
}
