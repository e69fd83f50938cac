namespace Akka.Configuration.Hocon;

/// <summary>What the parser read, before substitutions.</summary>
internal abstract record RawValue;

internal sealed record RawText(string? Text, bool IsQuoted) : RawValue;

internal sealed record RawSubstitution(IReadOnlyList<string> Path, bool IsOptional, int Line) : RawValue;

/// <summary>The value the key had before: for <c>+=</c>.</summary>
internal sealed record RawSelf : RawValue;

internal sealed record RawArray(IReadOnlyList<RawValue> Items) : RawValue;

internal sealed record RawObject(IReadOnlyList<RawField> Fields) : RawValue;

/// <summary>Parts side by side: texts join, objects merge, arrays append.</summary>
internal sealed record RawConcatenation(IReadOnlyList<RawValue> Parts, int Line) : RawValue;

internal sealed record RawField(string Key, RawValue Value);

/// <summary>Found by way of another substitution.</summary>
internal sealed record RawResolved(HoconValue Value) : RawValue;
